package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import dev.espalier.config.YamlDocument;
import dev.espalier.eval.Evaluators;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.search.yaml.ExperimentReader;
import dev.espalier.space.Architecture;
import dev.espalier.study.Failures;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import dev.espalier.trial.Outcome;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The process that evaluates trials of a search, one after the other: reads what to do from its
 * standard input, and ends with it.
 */
public final class TrialServer {
  private static final int LOOK_MILLIS = 100;
  private static final double MIB = 1 << 20;

  private final PrintStream out;
  private final BlockingQueue<TrialMessage> in = new LinkedBlockingQueue<>();

  private TrialServer(PrintStream out) {
    this.out = out;
  }

  /** Started by {@link TrialProcess}. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream errors = stream(FileDescriptor.err);
    System.setOut(errors); // what libraries print is none of our messages
    TrialServer server = new TrialServer(stream(FileDescriptor.out));
    server.daemon("trial-input", server::read);
    server.serve();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The end of the input is that of the search, whatever a training does. */
  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        in.add(TrialMessage.parse(line));
      }
    } catch (IOException gone) {
      // as the end
    }
    Runtime.getRuntime().halt(0);
  }

  private synchronized void say(TrialMessage message) {
    out.println(message.line());
    out.flush();
  }

  private void serve() throws InterruptedException {
    TrialMessage.Start start = (TrialMessage.Start) in.take();
    if (start.memory() > 0) {
      daemon("trial-memory", () -> guard(start.memory()));
    }
    try {
      YamlDocument document = YamlDocument.parse("experiment.yaml", start.experiment());
      Problem problem =
          Problem.of(ExperimentReader.readStored(document, Path.of("").toAbsolutePath()));
      EvaluationProblem evaluated =
          new EvaluationProblem(
              problem.space(),
              problem.objectives(),
              Ladder.to(problem.experiment().fidelity()),
              problem.experiment().seed());
      try (EvaluationSession session =
          Plan.evaluator(problem, Evaluators.registry()).open(evaluated)) {
        say(new TrialMessage.Ready());
        while (true) {
          say(answer(problem, session, (TrialMessage.Evaluate) in.take()));
        }
      }
    } catch (Throwable failure) { // whatever it is, the search is told why there is no process
      say(failed(failure));
    }
  }

  private static TrialMessage failed(Throwable failure) {
    Outcome.Failed failed = Failures.outcome(failure);
    return new TrialMessage.Failed(failed.cause().id(), failed.reason());
  }

  private TrialMessage answer(
      Problem problem, EvaluationSession session, TrialMessage.Evaluate trial) {
    try {
      Architecture architecture = Architecture.parse(trial.architecture());
      Evaluation evaluation =
          session.evaluate(
              new Candidate(
                  architecture,
                  problem.space().expand(architecture),
                  problem.experiment().recipes().recipe(architecture)),
              new Context(trial));
      return new TrialMessage.Done(
          evaluation.metrics(),
          evaluation.reached().epochs(),
          evaluation.seconds(),
          state(evaluation));
    } catch (Throwable failure) { // a bad candidate is a result
      return failed(failure);
    }
  }

  private static @Nullable String state(Evaluation evaluation) throws IOException {
    if (evaluation.state().isEmpty()) {
      return null;
    }
    Path file = Files.createTempFile("espalier-trial-", ".state");
    evaluation.state().get().copyTo(MoreFiles.asByteSink(file));
    return file.toString();
  }

  /** Ends the process when it takes too much, as nothing else would stop a native allocation. */
  private void guard(long limit) {
    while (true) {
      long taken = Pointer.physicalBytes();
      if (taken > limit) {
        say(
            new TrialMessage.Failed(
                FailureCause.RESOURCE.id(),
                String.format(
                    Locale.ROOT,
                    "out of memory: its process took %.1f MiB; a trial may take %.1f MiB",
                    taken / MIB,
                    limit / MIB)));
        Runtime.getRuntime().halt(1);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException nobody) {
        return;
      }
    }
  }

  /** What a trial may know. */
  private final class Context implements TrialContext {
    private final TrialMessage.Evaluate trial;
    private final Fidelity fidelity;

    Context(TrialMessage.Evaluate trial) {
      this.trial = trial;
      this.fidelity = new Fidelity(trial.epochs(), trial.of(), trial.trainFraction());
    }

    @Override
    public long seed() {
      return trial.seed();
    }

    @Override
    public Fidelity fidelity() {
      return fidelity;
    }

    @Override
    public Optional<Paused> paused() {
      String state = trial.state();
      return state == null
          ? Optional.empty()
          : Optional.of(
              new Paused(fidelity.after(trial.reached()), MoreFiles.asByteSource(Path.of(state))));
    }

    @Override
    public long version() {
      return trial.version();
    }

    @Override
    public ImmutableList<Long> parents() {
      return ImmutableList.copyOf(trial.parents());
    }

    @Override
    public Verdict report(int step, ImmutableMap<String, Double> metrics) {
      say(new TrialMessage.Report(step, metrics));
      try {
        return ((TrialMessage.Verdict) in.take()).stop() ? Verdict.STOP : Verdict.CONTINUE;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Verdict.STOP;
      }
    }
  }
}
