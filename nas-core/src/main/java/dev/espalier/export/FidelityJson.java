package dev.espalier.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.espalier.trial.Fidelity;
import java.io.IOException;

/** A fidelity; {@code of} is there where a training was stopped before its end. */
final class FidelityJson {
  private FidelityJson() {}

  record Whole(int epochs, double trainFraction) {
    public Whole {
      new Fidelity(epochs, trainFraction); // refuses what is none
    }
  }

  record Stopped(int epochs, int of, double trainFraction) {
    public Stopped {
      new Fidelity(epochs, of, trainFraction);
    }
  }

  /** Writes a fidelity. */
  static final class Write extends JsonSerializer<Fidelity> {
    @Override
    public void serialize(Fidelity fidelity, JsonGenerator out, SerializerProvider context)
        throws IOException {
      context.defaultSerializeValue(
          fidelity.whole()
              ? new Whole(fidelity.epochs(), fidelity.trainFraction())
              : new Stopped(fidelity.epochs(), fidelity.of(), fidelity.trainFraction()),
          out);
    }
  }

  /** Reads a fidelity. */
  static final class Read extends JsonDeserializer<Fidelity> {
    @Override
    public Fidelity deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonNode tree = context.readTree(in);
      if (tree.has("of")) {
        Stopped stopped = context.readTreeAsValue(tree, Stopped.class);
        return new Fidelity(stopped.epochs, stopped.of, stopped.trainFraction);
      }
      Whole whole = context.readTreeAsValue(tree, Whole.class);
      return new Fidelity(whole.epochs, whole.trainFraction);
    }
  }
}
