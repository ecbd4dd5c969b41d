package dev.espalier.search;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a search and the process that evaluates its trials say to each other, a line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrialMessage.Start.class, name = "start"),
  @JsonSubTypes.Type(value = TrialMessage.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = TrialMessage.Evaluate.class, name = "evaluate"),
  @JsonSubTypes.Type(value = TrialMessage.Report.class, name = "report"),
  @JsonSubTypes.Type(value = TrialMessage.Verdict.class, name = "verdict"),
  @JsonSubTypes.Type(value = TrialMessage.Done.class, name = "done"),
  @JsonSubTypes.Type(value = TrialMessage.Failed.class, name = "failed")
})
sealed interface TrialMessage {
  /** Begins each line, so that what libraries print is told from it. */
  String PREFIX = "@@trial ";

  JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The first: what is searched.
   *
   * @param experiment as resolved, with absolute paths
   * @param memory bytes that the process may take; 0 for any
   */
  record Start(String experiment, long memory) implements TrialMessage {}

  /** The process can evaluate. */
  record Ready() implements TrialMessage {}

  /**
   * A trial.
   *
   * @param reached epochs that are behind it; 0 if it starts from scratch
   * @param state file of what it goes on from; null if it starts from scratch
   */
  record Evaluate(
      String architecture,
      long seed,
      int epochs,
      int of,
      double trainFraction,
      long version,
      List<Long> parents,
      int reached,
      @Nullable String state)
      implements TrialMessage {}

  /** How a trial does; a verdict comes back. */
  record Report(int step, Map<String, Double> metrics) implements TrialMessage {
    ImmutableMap<String, Double> measured() {
      return ImmutableMap.copyOf(metrics);
    }
  }

  /** Whether a trial is to stop. */
  record Verdict(boolean stop) implements TrialMessage {}

  /**
   * The score of a trial.
   *
   * @param reached epochs
   * @param state file of what it can be gone on with from, to be deleted; null if it cannot be
   */
  record Done(Map<String, Double> metrics, int reached, double seconds, @Nullable String state)
      implements TrialMessage {
    ImmutableMap<String, Double> measured() {
      return ImmutableMap.copyOf(metrics);
    }
  }

  /**
   * Why there is no score, or no process.
   *
   * @param cause id of the cause
   * @param reason in one line
   */
  record Failed(String cause, String reason) implements TrialMessage {}

  /** As a line. */
  default String line() {
    try {
      return PREFIX + JSON.writerFor(TrialMessage.class).writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Of a line. */
  static TrialMessage parse(String line) {
    try {
      return JSON.readValue(line.substring(PREFIX.length()), TrialMessage.class);
    } catch (JsonProcessingException garbled) {
      throw new IllegalStateException("cannot be understood: " + line, garbled);
    }
  }
}
