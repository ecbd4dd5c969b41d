package dev.espalier.study;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.math.Stats;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.util.Collection;
import java.util.List;

/** Means over the evaluations of the same network, recipe and fidelity. Not thread-safe. */
final class Averages {
  private final ListMultimap<EvaluationKey, Trial> evaluations = ArrayListMultimap.create();

  /** Takes a scored trial in and gives it the means so far; other trials come back as they are. */
  Trial add(Trial trial) {
    if (trial.outcome().orElse(null) instanceof Outcome.Scored) {
      evaluations.put(EvaluationKey.of(trial.ask()), trial);
    }
    return mean(trial);
  }

  /** All trials with the means over all of them. */
  static ImmutableList<Trial> over(Collection<Trial> trials) {
    Averages averages = new Averages();
    trials.forEach(averages::add);
    return trials.stream().map(averages::mean).collect(ImmutableList.toImmutableList());
  }

  private Trial mean(Trial trial) {
    if (!(trial.outcome().orElse(null) instanceof Outcome.Scored scored)) {
      return trial;
    }
    List<Trial> same = evaluations.get(EvaluationKey.of(trial.ask()));
    ImmutableMap.Builder<String, Double> means = ImmutableMap.builder();
    for (String id : trial.metrics().keySet()) {
      if (same.stream().allMatch(t -> t.metrics().containsKey(id))) {
        means.put(id, Stats.meanOf(same.stream().map(t -> t.metric(id)).toList()));
      }
    }
    return trial.with(
        new Outcome.Scored(
            means.buildOrThrow(), scored.reached(), scored.seconds(), scored.checkpoint()));
  }
}
