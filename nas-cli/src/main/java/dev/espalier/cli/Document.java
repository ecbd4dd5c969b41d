package dev.espalier.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object, its keys in the order in which they were put. */
final class Document {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /**
   * Adds a key.
   *
   * @param value what Jackson writes, or another document; an empty {@link Optional} is null, a
   *     path is text
   */
  Document put(String key, @Nullable Object value) {
    Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    fields.put(key, plain instanceof Path path ? path.toString() : plain);
    return this;
  }

  @JsonValue
  Map<String, @Nullable Object> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
