package dev.espalier.study;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.math.Stats;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.List;

/** Means over the evaluations of the same network, recipe and fidelity. Not thread-safe. */
final class Averages {
  private final Evaluator evaluator;
  private final ListMultimap<EvaluationKey, Trial> evaluations = ArrayListMultimap.create();

  Averages(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Takes a scored trial in and gives it the means so far; other trials come back as they are. */
  Trial add(Trial trial) {
    if (trial.state() != TrialState.COMPLETED) {
      return trial;
    }
    evaluations.put(EvaluationKey.of(trial, evaluator), trial);
    return mean(trial);
  }

  /** All trials with the means over all of them. */
  static ImmutableList<Trial> over(List<Trial> trials, Evaluator evaluator) {
    Averages averages = new Averages(evaluator);
    trials.forEach(averages::add);
    return trials.stream()
        .map(trial -> trial.state() == TrialState.COMPLETED ? averages.mean(trial) : trial)
        .collect(ImmutableList.toImmutableList());
  }

  private Trial mean(Trial trial) {
    List<Trial> same = evaluations.get(EvaluationKey.of(trial, evaluator));
    ImmutableMap.Builder<String, Double> means = ImmutableMap.builder();
    for (String id : trial.metrics().keySet()) {
      if (same.stream().allMatch(t -> t.metrics().containsKey(id))) {
        means.put(id, Stats.meanOf(same.stream().map(t -> t.metric(id)).toList()));
      }
    }
    return trial.withMetrics(means.buildOrThrow());
  }
}
