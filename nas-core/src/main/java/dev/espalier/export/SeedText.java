package dev.espalier.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/**
 * Seeds as text: they have 64 bits, of which readers that take numbers for doubles lose eleven.
 * Files of format 1.0 have them as numbers.
 */
final class SeedText {
  private SeedText() {}

  /** Writes a seed as text. */
  static final class Write extends JsonSerializer<Long> {
    @Override
    public void serialize(Long seed, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeString(Long.toString(seed));
    }
  }

  /** Reads a seed from text, or from a whole number. */
  static final class Read extends JsonDeserializer<Long> {
    @Override
    public Long deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return in.getLongValue();
      }
      String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException noSeed) {
        return (Long)
            context.handleWeirdStringValue(
                Long.class, in.getText(), "it must be a whole number of 64 bits, as text");
      }
    }
  }
}
