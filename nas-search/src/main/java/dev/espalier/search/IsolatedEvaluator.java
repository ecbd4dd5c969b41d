package dev.espalier.search;

import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Has another evaluator score each candidate in a process beside this one: one that hangs, crashes
 * or takes too much memory is ended, and nothing of it stays behind. A process is used again as
 * long as nothing is wrong with it.
 */
final class IsolatedEvaluator implements Evaluator {
  private final Evaluator evaluator;
  private final String experiment;
  private final OptionalLong memory;

  /**
   * Around one that is independent.
   *
   * @param experiment as resolved, which names the evaluator
   * @param memory bytes that a process may take
   */
  IsolatedEvaluator(Evaluator evaluator, String experiment, OptionalLong memory) {
    this.evaluator = evaluator;
    this.experiment = experiment;
    this.memory = memory;
  }

  @Override
  public String id() {
    return evaluator.id();
  }

  @Override
  public String dataFingerprint() {
    return evaluator.dataFingerprint();
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    return evaluator.metrics();
  }

  @Override
  public boolean repeatable() {
    return evaluator.repeatable();
  }

  @Override
  public boolean approximate() {
    return evaluator.approximate();
  }

  @Override
  public boolean independent() {
    return evaluator.independent();
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return new Session();
  }

  private final class Session implements EvaluationSession {
    private final Set<TrialProcess> processes = ConcurrentHashMap.newKeySet();
    private final Queue<TrialProcess> idle = new ConcurrentLinkedQueue<>();

    @Override
    public Evaluation evaluate(Candidate candidate, TrialContext context)
        throws InterruptedException {
      TrialProcess waiting = idle.poll();
      TrialProcess process = waiting == null ? TrialProcess.start(experiment, memory) : waiting;
      processes.add(process);
      boolean sound = false;
      try {
        Evaluation evaluation = evaluate(candidate, context, process);
        sound = true;
        return evaluation;
      } catch (EvaluationException failure) {
        sound = failure.failureCause() == FailureCause.CANDIDATE;
        throw failure;
      } finally {
        if (sound) {
          idle.add(process);
        } else {
          processes.remove(process);
          process.close();
        }
      }
    }

    private Evaluation evaluate(Candidate candidate, TrialContext context, TrialProcess process)
        throws InterruptedException {
      @Nullable Path paused = context.paused().map(before -> file(before.state())).orElse(null);
      try {
        process.say(message(candidate, context, paused));
        TrialMessage answer = process.answer();
        while (answer instanceof TrialMessage.Report report) {
          TrialContext.Verdict verdict = context.report(report.step(), report.measured());
          process.say(new TrialMessage.Verdict(verdict == TrialContext.Verdict.STOP));
          answer = process.answer();
        }
        return evaluation((TrialMessage.Done) answer, context.fidelity());
      } finally {
        delete(paused);
      }
    }

    @Override
    public void close() {
      processes.forEach(TrialProcess::close);
    }
  }

  private static TrialMessage.Evaluate message(
      Candidate candidate, TrialContext context, @Nullable Path paused) {
    Fidelity fidelity = context.fidelity();
    return new TrialMessage.Evaluate(
        candidate.architecture().encoding(),
        context.seed(),
        fidelity.epochs(),
        fidelity.of(),
        fidelity.trainFraction(),
        context.version(),
        context.parents(),
        context.paused().map(before -> before.reached().epochs()).orElse(0),
        paused == null ? null : paused.toString());
  }

  private static Path file(ByteSource state) {
    try {
      Path file = Files.createTempFile("espalier-trial-", ".state");
      state.copyTo(MoreFiles.asByteSink(file));
      return file;
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot write what a trial goes on from", cause);
    }
  }

  private static Evaluation evaluation(TrialMessage.Done done, Fidelity fidelity) {
    Evaluation evaluation =
        Evaluation.of(fidelity.after(done.reached()), done.measured()).withSeconds(done.seconds());
    return Optional.ofNullable(done.state())
        .map(Path::of)
        .map(file -> evaluation.withState(read(file)))
        .orElse(evaluation);
  }

  private static ByteSource read(Path file) {
    try {
      return ByteSource.wrap(Files.readAllBytes(file));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read what a trial left", cause);
    } finally {
      delete(file);
    }
  }

  private static void delete(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException cause) {
        throw new UncheckedIOException("cannot delete " + file, cause);
      }
    }
  }
}
