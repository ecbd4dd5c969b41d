package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * The data that an architecture was found and trained on.
 *
 * @param name of the dataset
 * @param fingerprint SHA-256, in hex, of its content
 * @param counts examples by split, such as {@code train}; not negative
 * @param split how the splits were drawn, as the experiment says it
 */
public record DataOrigin(
    String name, String fingerprint, Map<String, Long> counts, JsonNode split) {
  public DataOrigin {
    counts = ImmutableMap.copyOf(counts);
    counts.forEach(
        (part, count) -> {
          if (count < 0) {
            throw new IllegalArgumentException(
                "count of %s (%s) must not be negative".formatted(part, count));
          }
        });
    split = OpaqueJson.copy("split", split);
  }
}
