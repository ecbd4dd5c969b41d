package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
  private static final String PATH = "path";

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

  /**
   * The same for a file in another folder: paths of the split, which start at the folder of the
   * file, lead to the same place from there.
   *
   * @param from folder that they start at
   * @param to folder that they are to start at; on another drive they become absolute
   */
  public DataOrigin moved(Path from, Path to) {
    JsonNode moved = split.deepCopy();
    Path start = from.toAbsolutePath().normalize();
    Path end = to.toAbsolutePath().normalize();
    for (JsonNode block : List.of(moved, moved.path("test"))) {
      if (block instanceof ObjectNode object && object.path(PATH).isTextual()) {
        Path place = start.resolve(object.path(PATH).asText()).normalize();
        boolean near = Objects.equals(place.getRoot(), end.getRoot());
        object.put(PATH, (near ? end.relativize(place) : place).toString());
      }
    }
    return new DataOrigin(name, fingerprint, counts, moved);
  }
}
