package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Preparation;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StudyStore;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.Trial;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps what a session makes of shared weights, so that a study can be gone on with: a snapshot now
 * and then, and what each trial adds since. Does nothing for a session that shares none. Not
 * thread-safe.
 */
final class SharedWeights {
  /**
   * Before all versions: what is kept while a session prepares itself has numbers from here on, all
   * of them below 0.
   */
  private static final long FIRST_PREPARED = -1_000_000_000;

  /** Least tells between two snapshots. */
  private static final int LEAST_INTERVAL = 16;

  private final EvaluationSession session;
  private final int interval;
  private final StudyStore store;
  private final CheckpointStore checkpoints;
  private final Map<Long, Checkpoint> deltas;
  private final TreeMap<Long, Checkpoint> snapshots;

  /** The version that the session has. */
  private long version;

  private boolean prepared;

  /**
   * Brings a session to where it was.
   *
   * @param lookAhead how many trials may be open: of two snapshots that are further apart, one is
   *     at least as old as what is read
   * @param stored trials of the study, some of which may be open
   * @param told how many of them were told
   */
  SharedWeights(
      EvaluationSession session,
      int lookAhead,
      StudyStore store,
      CheckpointStore checkpoints,
      ImmutableList<Trial> stored,
      long told) {
    this.session = session;
    this.interval = Math.max(LEAST_INTERVAL, lookAhead);
    this.store = store;
    this.checkpoints = checkpoints;
    this.deltas = new HashMap<>(store.deltas());
    this.snapshots = new TreeMap<>(store.snapshots());
    long needed =
        stored.stream()
            .filter(trial -> trial.number() >= told)
            .mapToLong(trial -> trial.ask().told())
            .findFirst()
            .orElse(told);
    Map.Entry<Long, Checkpoint> start = snapshots.floorEntry(needed);
    if (start != null) {
      version = Math.max(0, start.getKey());
      session.restore(version, checkpoints.read(start.getValue()));
    }
  }

  /** Has the session prepare itself, unless it did. */
  void prepare(Evaluations evaluations, StudyListener listener) throws InterruptedException {
    if (!prepared) {
      session.prepare(new Prepared(evaluations, listener));
      prepared = true;
    }
  }

  private final class Prepared implements Preparation {
    private final Evaluations evaluations;
    private final StudyListener listener;

    Prepared(Evaluations evaluations, StudyListener listener) {
      this.evaluations = evaluations;
      this.listener = listener;
    }

    /** Under a number of its own: what was kept before must not be lost while this is written. */
    @Override
    public void keep(ByteSource state) {
      long last = snapshots.isEmpty() ? FIRST_PREPARED : snapshots.lastKey();
      long next = last + 1;
      Checkpoint kept = checkpoints.write("weights-" + next, state);
      store.snapshot(next, kept);
      Checkpoint before = snapshots.remove(last);
      snapshots.put(next, kept);
      if (before != null) {
        checkpoints.free(before.name());
      }
    }

    @Override
    public void progress(long done, long all, double loss) {
      listener.preparing(done, all, loss);
    }

    @Override
    public void prepared(String summary) {
      listener.prepared(summary);
    }

    @Override
    public void checkStop() throws InterruptedException {
      evaluations.checkStop();
    }
  }

  /** A trial adds something, once it is told. */
  void finished(long trial, Checkpoint delta) {
    deltas.put(trial, delta);
  }

  /**
   * A trial was told, and the store knows.
   *
   * @param oldest version that is still read
   */
  void told(Trial trial, long oldest) {
    if (trial.number() < version) {
      return; // what it added is part of the snapshot
    }
    session.commit(trial, Optional.ofNullable(deltas.get(trial.number())).map(checkpoints::read));
    version = trial.number() + 1;
    session.forgetBefore(oldest);
    long last = snapshots.isEmpty() ? 0 : Math.max(0, snapshots.lastKey());
    if (version - last >= interval) {
      session
          .snapshot()
          .map(weights -> checkpoints.write("weights-" + version, weights))
          .ifPresent(this::keep);
    }
    forgetBefore(oldest);
  }

  private void keep(Checkpoint weights) {
    snapshots.put(version, weights);
    store.snapshot(version, weights);
  }

  /** Frees snapshots that a later one replaces, and what was added before that. */
  private void forgetBefore(long oldest) {
    Map.Entry<Long, Checkpoint> base = snapshots.floorEntry(oldest);
    if (base == null) {
      return;
    }
    snapshots.headMap(base.getKey()).values().forEach(old -> checkpoints.free(old.name()));
    snapshots.headMap(base.getKey()).clear();
    deltas
        .entrySet()
        .removeIf(
            delta -> {
              boolean past = delta.getKey() < base.getKey();
              if (past) {
                checkpoints.free(delta.getValue().name());
              }
              return past;
            });
  }
}
