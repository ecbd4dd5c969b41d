package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.store.StudyStore;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * The told trials, as a pruner sees them at an ask. Empty where nothing is pruned. Not thread-safe.
 */
final class History {
  private final boolean kept;
  private final StudyStore store;
  private final List<Pruner.Told> trials = new ArrayList<>();
  private ImmutableList<Pruner.Told> snapshot = ImmutableList.of();

  History(Pruner pruner, StudyStore store) {
    this.kept = pruner != Pruner.NONE;
    this.store = store;
  }

  void told(Trial trial) {
    if (kept) {
      trials.add(new Pruner.Told(trial, store.reports(trial.number())));
    }
  }

  /** Those told so far. */
  ImmutableList<Pruner.Told> told() {
    if (snapshot.size() < trials.size()) {
      snapshot = ImmutableList.copyOf(trials);
    }
    return snapshot;
  }

  /** The first so many, as the store has them. */
  ImmutableList<Pruner.Told> at(long told) {
    return kept
        ? store.trials().stream()
            .limit(told)
            .map(trial -> new Pruner.Told(trial, store.reports(trial.number())))
            .collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }
}
