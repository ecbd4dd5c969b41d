package dev.espalier.search.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.file.AtomicFile;
import dev.espalier.strategy.Learned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code policy.json}: what the strategy of a study has learned. */
public final class PolicyFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFERENCES = "preferences";

  private PolicyFile() {}

  /**
   * Writes or replaces the file.
   *
   * @throws UncheckedIOException if it cannot be written; the old file is then unharmed
   */
  public static void write(Path file, Learned learned) {
    try {
      AtomicFile.write(
          file,
          JSON.writeValueAsString(
              ImmutableMap.of(
                  "formatVersion",
                  "1.0",
                  PREFERENCES,
                  learned.preferences(),
                  "state",
                  JSON.readTree(learned.state()))));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot write " + file, cause);
    }
  }

  /** What a file says that the strategy would choose; nothing where there is none. */
  public static ImmutableList<Learned.Preference> preferences(Path file) {
    if (!Files.exists(file)) {
      return ImmutableList.of();
    }
    try {
      ImmutableList.Builder<Learned.Preference> preferences = ImmutableList.builder();
      for (JsonNode each : JSON.readTree(Files.readString(file)).path(PREFERENCES)) {
        preferences.add(JSON.treeToValue(each, Learned.Preference.class));
      }
      return preferences.build();
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "%s is not what a study wrote: %s".formatted(file, malformed.getOriginalMessage()),
          malformed);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + file, cause);
    }
  }
}
