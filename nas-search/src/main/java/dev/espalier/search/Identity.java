package dev.espalier.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.espalier.search.yaml.YamlDifference;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * All that decides the trials of a study.
 *
 * @param parts in words, by name; the first is the experiment, as YAML
 * @param examples how many there are of each split, in words; decides nothing
 */
record Identity(ImmutableMap<String, String> parts, String examples) {
  /** The part that is the fingerprint of the data. */
  static final String DATA = "data";

  /** Kind of the notes. */
  private static final String KIND = "identity";

  private static final String EXAMPLES = "examples";

  private static final String EXPERIMENT = "experiment";
  private static final int MOST_DIFFERENCES = 12;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Of an experiment and what it meets.
   *
   * @param experiment as YAML
   * @param others in words, by name
   * @param examples how many there are of each split, in words
   */
  static Identity of(String experiment, ImmutableMap<String, String> others, String examples) {
    return new Identity(
        ImmutableMap.<String, String>builder().put(EXPERIMENT, experiment).putAll(others).build(),
        examples);
  }

  /** SHA-256, in hex. */
  String hash() {
    String text = ImmutableList.copyOf(parts.values()).toString();
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  /** Keeps it with a study that has just begun, to say later what differs. */
  void write(StudyStore store) {
    if (store.notes(KIND).isEmpty()) {
      try {
        store.noted(
            KIND,
            JSON.writeValueAsString(
                ImmutableMap.builder().putAll(parts).put(EXAMPLES, examples).buildOrThrow()));
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * Checks that a store holds this study, or none.
   *
   * @param folder of the store, for the message
   * @throws IllegalArgumentException if it holds another, saying what differs
   */
  void requireSame(StudyStore store, StudyFolder folder) {
    if (store.study().map(StudyRecord::experimentHash).map(hash()::equals).orElse(true)) {
      return;
    }
    ImmutableList<String> differences = differences(store);
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("%s holds a study of another experiment:".formatted(folder.directory()));
    differences.stream().limit(MOST_DIFFERENCES).map("  "::concat).forEach(lines::add);
    if (differences.size() > MOST_DIFFERENCES) {
      lines.add("  and %s more".formatted(differences.size() - MOST_DIFFERENCES));
    }
    lines.add(
        "choose another folder by --dir, or start anew with --fresh; budget, execution and retrain may change");
    throw new IllegalArgumentException(String.join("\n", lines.build()));
  }

  private ImmutableList<String> differences(StudyStore store) {
    ImmutableMap<String, String> stored = read(store);
    if (stored.isEmpty()) {
      return ImmutableList.of("its experiment.yaml, or its data");
    }
    ImmutableList.Builder<String> differences = ImmutableList.builder();
    parts.forEach(
        (name, now) -> {
          String before = stored.getOrDefault(name, "");
          if (name.equals(EXPERIMENT)) {
            differences.addAll(YamlDifference.of(before, now));
          } else if (name.equals(DATA) && !before.equals(now)) {
            differences.add(
                "the data have changed: fingerprint was %s, is %s; examples were %s, are %s"
                    .formatted(before, now, stored.getOrDefault(EXAMPLES, "not kept"), examples));
          } else if (!before.equals(now)) {
            differences.add("%s: was %s, is %s".formatted(name, before, now));
          }
        });
    return differences.build();
  }

  /** Empty for a study of a release that did not keep it. */
  private static ImmutableMap<String, String> read(StudyStore store) {
    ImmutableList<String> notes = store.notes(KIND);
    if (notes.isEmpty()) {
      return ImmutableMap.of();
    }
    try {
      Map<String, String> parts = JSON.readValue(notes.get(0), new TypeReference<>() {});
      return ImmutableMap.copyOf(parts);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("the study's identity is damaged: " + notes, damaged);
    }
  }
}
