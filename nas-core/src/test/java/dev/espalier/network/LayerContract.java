package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every layer keeps to; a layer's test inherits it and gives cases worked out by hand. */
abstract class LayerContract {
  static final Shape IMAGE = new Shape.Image(3, 8, 6);
  static final Shape SEQUENCE = new Shape.Sequence(5, 7);
  static final Shape TOKENS = new Shape.Tokens(11, 7);
  static final Shape VECTOR = new Shape.Vector(20);

  /** Inputs that a layer takes, what comes out, and at what cost. */
  record Good(Layer layer, List<Shape> inputs, Shape output, Cost cost) {}

  /** Inputs that a layer does not take, and the reason that the error gives. */
  record Bad(Layer layer, List<Shape> inputs, String reason) {}

  /** Id of the layer's type in files and in hashed text. */
  abstract String typeId();

  /** Layers that all differ, with what they make of an input. */
  abstract List<Good> good();

  abstract List<Bad> bad();

  @Test
  final void outputHasTheShapeWorkedOutByHand() {
    for (Good good : good()) {
      assertEquals(good.output(), good.layer().output(good.inputs()), good::toString);
    }
  }

  @Test
  final void costIsWhatWasWorkedOutByHand() {
    for (Good good : good()) {
      assertEquals(good.cost(), good.layer().cost(good.inputs(), good.output()), good::toString);
    }
  }

  @Test
  final void errorsNameTheKeyTheLayerAndTheReason() {
    for (Bad bad : bad()) {
      Network.Builder network = Network.builder(IMAGE);
      List<Integer> inputs = new ArrayList<>();
      for (Shape shape : bad.inputs()) {
        inputs.add(network.add("input " + inputs.size(), new Zero(shape)));
      }
      NetworkException error =
          assertThrows(
              NetworkException.class,
              () -> network.add("here", bad.layer(), inputs),
              bad::toString);
      assertEquals("here (%s): %s".formatted(bad.layer(), bad.reason()), error.getMessage());
    }
  }

  @Test
  final void everyParameterIsInTheHashedText() {
    Set<String> texts = new HashSet<>();
    for (Good good : good()) {
      String text = CanonicalText.of(good.layer());
      assertTrue(text.startsWith(typeId() + "("), text);
      assertTrue(texts.add(text), () -> "two layers with one text: " + text);
    }
  }

  @Test
  final void jsonHasAStableTypeAndLosesNothing() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    for (Good good : good()) {
      String json = mapper.writerFor(Layer.class).writeValueAsString(good.layer());
      assertTrue(json.startsWith("{\"type\":\"" + typeId() + "\""), json);
      assertFalse(json.contains("dev.espalier"), json);
      assertEquals(good.layer(), mapper.readValue(json, Layer.class));
    }
  }
}
