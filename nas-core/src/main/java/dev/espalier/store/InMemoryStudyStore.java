package dev.espalier.store;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ListMultimap;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps a study as long as the program runs. Thread-safe. */
public final class InMemoryStudyStore implements StudyStore {
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Long, SortedMap<Integer, ImmutableMap<String, Double>>> reports =
      new HashMap<>();
  private final Map<Long, Checkpoint> deltas = new HashMap<>();
  private final TreeMap<Long, Checkpoint> snapshots = new TreeMap<>();
  private final ListMultimap<String, String> notes = ArrayListMultimap.create();
  private @Nullable StudyRecord study;
  private long told;

  @Override
  public synchronized void create(StudyRecord record) {
    if (study != null) {
      throw new IllegalStateException("study '%s' was started already".formatted(study.name()));
    }
    study = record;
  }

  @Override
  public synchronized Optional<StudyRecord> study() {
    return Optional.ofNullable(study);
  }

  @Override
  public synchronized void budgeted(Budget budget, String experiment) {
    study = started().with(budget, experiment);
  }

  @Override
  public synchronized void asked(Ask ask) {
    StudyRecord started = started();
    require(
        ask.number() == trials.size(),
        "trial %s must be numbered %s".formatted(ask.number(), trials.size()));
    trials.add(Trial.open(ask));
    study = started.with(Optional.empty());
  }

  @Override
  public synchronized void finished(long trial, Outcome outcome, Optional<Checkpoint> delta) {
    require(open(trial), "trial %s has no open evaluation to end".formatted(trial));
    trials.set(Math.toIntExact(trial), trials.get(Math.toIntExact(trial)).with(outcome));
    delta.ifPresent(added -> deltas.put(trial, added));
  }

  @Override
  public synchronized void reported(long trial, int step, ImmutableMap<String, Double> metrics) {
    require(open(trial), "trial %s has no open evaluation to report of".formatted(trial));
    reports.computeIfAbsent(trial, number -> new TreeMap<>()).put(step, metrics);
  }

  @Override
  public synchronized void told(long trial) {
    require(
        trial == told && trial < trials.size() && !open(trial),
        "trial %s cannot be told: the next is %s, once it has an outcome".formatted(trial, told));
    told++;
  }

  @Override
  public synchronized long toldCount() {
    return told;
  }

  @Override
  public synchronized ImmutableList<Trial> trials() {
    return ImmutableList.copyOf(trials);
  }

  @Override
  public synchronized ImmutableMap<Long, Checkpoint> deltas() {
    return ImmutableMap.copyOf(deltas);
  }

  @Override
  public synchronized void snapshot(long version, Checkpoint weights) {
    snapshots.put(version, weights);
    while (snapshots.size() > 2) {
      snapshots.pollFirstEntry();
    }
  }

  @Override
  public synchronized ImmutableSortedMap<Long, Checkpoint> snapshots() {
    return ImmutableSortedMap.copyOf(snapshots);
  }

  @Override
  public synchronized ImmutableSortedMap<Integer, ImmutableMap<String, Double>> reports(
      long trial) {
    return ImmutableSortedMap.copyOf(reports.getOrDefault(trial, new TreeMap<>()));
  }

  @Override
  public synchronized void noted(String kind, String text) {
    started();
    notes.put(kind, text);
  }

  @Override
  public synchronized ImmutableList<String> notes(String kind) {
    return ImmutableList.copyOf(notes.get(kind));
  }

  @Override
  public synchronized void complete(EndReason why) {
    study = started().with(Optional.of(why));
  }

  @Override
  public void close() {
    // holds nothing that must be freed, and may be asked for its trials afterwards
  }

  private StudyRecord started() {
    if (study == null) {
      throw new IllegalStateException("the study was not started");
    }
    return study;
  }

  private boolean open(long trial) {
    return trial >= 0 && trial < trials.size() && trials.get(Math.toIntExact(trial)).isOpen();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }
}
