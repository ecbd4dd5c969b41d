package dev.espalier.study;

import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteSource;
import com.google.common.primitives.Longs;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Shares one weight, a number, among all candidates: a score depends on all told before it. */
final class ToySupernet implements Evaluator {
  @Override
  public String id() {
    return "toy-supernet";
  }

  @Override
  public String dataFingerprint() {
    return "none";
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    return ImmutableSet.of(DeclaredMetric.maximized("val_accuracy"));
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return new Session();
  }

  private static final class Session implements EvaluationSession {
    private final NavigableMap<Long, Long> versions = new ConcurrentSkipListMap<>(Map.of(0L, 1L));

    @Override
    public Evaluation evaluate(Candidate candidate, TrialContext context) {
      long weight = Objects.requireNonNull(versions.get(context.version()));
      long delta = Math.floorMod(context.seed() ^ weight, 1_000);
      if (delta % 7 == 0) {
        throw new EvaluationException("loss is NaN");
      }
      return Evaluation.of(
              context.fidelity(), Map.of("val_accuracy", Math.floorMod(weight, 997) / 997.0))
          .withDelta(ByteSource.wrap(Longs.toByteArray(delta)));
    }

    @Override
    public void commit(Trial trial, Optional<ByteSource> delta) {
      long weight = versions.lastEntry().getValue();
      versions.put(trial.number() + 1, 31 * weight + delta.map(Session::number).orElse(0L));
    }

    @Override
    public void forgetBefore(long version) {
      versions.headMap(version).clear();
    }

    @Override
    public Optional<ByteSource> snapshot() {
      return Optional.of(ByteSource.wrap(Longs.toByteArray(versions.lastEntry().getValue())));
    }

    @Override
    public void restore(long version, ByteSource snapshot) {
      versions.clear();
      versions.put(version, number(snapshot));
    }

    private static long number(ByteSource bytes) {
      try {
        return Longs.fromByteArray(bytes.read());
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
