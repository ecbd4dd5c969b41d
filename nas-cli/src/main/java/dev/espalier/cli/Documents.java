package dev.espalier.cli;

import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Parts that several verbs' JSON documents have. */
final class Documents {
  private Documents() {}

  /** A trial in short. */
  static Document trial(Trial trial) {
    return new Document()
        .put("trial", trial.number())
        .put("state", trial.state().id())
        .put("encoding", trial.architecture().encoding())
        .put("metrics", trial.metrics());
  }

  /** How many trials are in each state, by its id. */
  static Map<String, Long> states(Map<TrialState, Long> states) {
    Map<String, Long> byId = new LinkedHashMap<>();
    states.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(entry -> byId.put(entry.getKey().id(), entry.getValue()));
    return byId;
  }

  /** The number, or null. */
  static @Nullable Integer number(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  /** The number, or null. */
  static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
