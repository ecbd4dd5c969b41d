package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON whose schema belongs to another module: it is kept as it is. */
final class OpaqueJson {
  private OpaqueJson() {}

  /**
   * A copy, since JSON trees can be changed.
   *
   * @throws IllegalArgumentException if it holds NaN or an infinity, which JSON cannot
   */
  static JsonNode copy(String name, JsonNode json) {
    if (!finite(json)) {
      throw new IllegalArgumentException(
          "%s holds NaN or an infinity; all its numbers must be finite".formatted(name));
    }
    return json.deepCopy();
  }

  private static boolean finite(JsonNode json) {
    if (json.isFloatingPointNumber()) {
      return Double.isFinite(json.doubleValue());
    }
    for (JsonNode child : json) {
      if (!finite(child)) {
        return false;
      }
    }
    return true;
  }
}
