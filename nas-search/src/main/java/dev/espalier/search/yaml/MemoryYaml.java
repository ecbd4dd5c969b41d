package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableMap;
import dev.espalier.config.YamlNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Reads and writes sizes of memory: {@code 2GiB}, {@code 512MiB}. */
final class MemoryYaml {
  static final String PATTERN = "[0-9]{1,9}(\\.[0-9]{1,3})?(GiB|MiB|KiB)";
  private static final long KIB = 1L << 10;
  private static final ImmutableMap<String, Long> UNITS =
      ImmutableMap.of("GiB", 1L << 30, "MiB", 1L << 20, "KiB", KIB);
  private static final long MOST = 1L << 50;

  private MemoryYaml() {}

  /**
   * Bytes, in whole KiB; empty if a mistake was noted.
   *
   * @param least bytes that are right
   */
  static Optional<Long> read(YamlNode node, long least) {
    String meaning = "a size from %s to %s, such as 2GiB".formatted(write(least), write(MOST));
    String text = node.text(PATTERN, meaning);
    if (node.document().faults().touch(node.path())) {
      return Optional.empty();
    }
    int unit = text.length() - 3;
    long bytes =
        new BigDecimal(text.substring(0, unit))
                .multiply(BigDecimal.valueOf(UNITS.getOrDefault(text.substring(unit), 1L)))
                .longValue()
            / KIB
            * KIB;
    if (bytes < least || bytes > MOST) {
      node.fault("must be " + meaning);
      return Optional.empty();
    }
    return Optional.of(bytes);
  }

  /** As {@link #read} takes it, to the byte for all that it gave. */
  static String write(long bytes) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    throw new IllegalArgumentException("%s bytes are no whole KiB".formatted(bytes));
  }
}
