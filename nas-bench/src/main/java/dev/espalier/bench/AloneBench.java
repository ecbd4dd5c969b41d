package dev.espalier.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.eval.train.TrainEvaluator;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.network.Network;
import dev.espalier.objective.Task;
import dev.espalier.random.Seeds;
import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import dev.espalier.study.ConstrainedSpace;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Random architectures of an experiment, each trained alone: what cheaper ways to rank them are
 * measured by. Appends one CSV row a training to a file; what is there is not trained again.
 */
public final class AloneBench {
  private static final String HEADER =
      "number,epochs,seed,score,cpu_seconds,macs,params,architecture";

  /** A training runs on the thread that asks for it, whatever else runs on the machine. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private AloneBench() {}

  /**
   * Arguments: the experiment's file, or {@code default}; the CSV file; how many architectures; how
   * many threads; then {@code EPOCHSxSEEDS} for each length of training, such as {@code 12x2}.
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Experiment experiment =
        args[0].equals("default")
            ? ExperimentFiles.standard(Map.of())
            : ExperimentFiles.read(Path.of(args[0]));
    Path file = Path.of(args[1]);
    Set<String> done = begin(file);
    Session session = new Session(experiment);
    List<Architecture> architectures = session.draw(Integer.parseInt(args[2]));
    ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(args[3]));
    List<Future<?>> open = new ArrayList<>();
    for (String length : List.of(args).subList(4, args.length)) {
      int epochs = Integer.parseInt(length.substring(0, length.indexOf('x')));
      int seeds = Integer.parseInt(length.substring(length.indexOf('x') + 1));
      for (int seed = 1; seed <= seeds; seed++) {
        for (int number = 0; number < architectures.size(); number++) {
          String key = "%s,%s,%s".formatted(number, epochs, seed);
          if (done.add(key)) {
            Architecture architecture = architectures.get(number);
            long fixed = seed;
            open.add(
                threads.submit(
                    () -> {
                      append(file, key + "," + session.train(architecture, epochs, fixed));
                      return key;
                    }));
          }
        }
      }
    }
    threads.shutdown();
    for (Future<?> each : open) {
      each.get();
    }
  }

  private static Set<String> begin(Path file) throws IOException {
    Set<String> done = new HashSet<>();
    if (!Files.exists(file)) {
      Files.writeString(file, HEADER + "\n");
    }
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split(",", 4);
      done.add("%s,%s,%s".formatted(parts[0], parts[1], parts[2]));
    }
    return done;
  }

  private static synchronized void append(Path file, String row) {
    try {
      Files.writeString(file, row + "\n", StandardOpenOption.APPEND);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Trainings by the recipe of the experiment, scored by its first objective. */
  static final class Session {
    private final Experiment experiment;
    private final NetworkSpace space;
    private final EvaluationSession evaluations;
    private final String metric;

    Session(Experiment given) {
      Dataset dataset = Datasets.load(given.dataset());
      this.experiment = given.forTask(Task.of(dataset.task().id()));
      this.space = Search.of(given).space();
      this.metric = experiment.objectives().get(0).metric();
      TrainEvaluator evaluator =
          new TrainEvaluator(
              dataset.searchData(),
              Task.of(dataset.task().id()),
              dataset.preprocessing().targets(),
              experiment.engine());
      this.evaluations =
          evaluator.open(
              new EvaluationProblem(
                  space, experiment.objectives(), Ladder.to(Fidelity.epochs(1)), 1));
    }

    /** Different networks, by one seed. */
    List<Architecture> draw(int count) {
      SearchSpace allowed = ConstrainedSpace.of(space, experiment.constraints());
      Map<String, Architecture> drawn = new LinkedHashMap<>();
      for (int draw = 0; drawn.size() < count; draw++) {
        Architecture architecture = allowed.sample(Seeds.generator(1, "alone", draw));
        drawn.putIfAbsent(space.expand(architecture).canonicalHash(), architecture);
      }
      return List.copyOf(drawn.values());
    }

    double score(Architecture architecture, int epochs, long seed) throws InterruptedException {
      Evaluation evaluation =
          evaluations.evaluate(
              new Candidate(
                  architecture,
                  space.expand(architecture),
                  experiment.recipes().recipe(architecture)),
              new Training(Fidelity.epochs(epochs), seed));
      return Objects.requireNonNull(evaluation.metrics().get(metric));
    }

    String train(Architecture architecture, int epochs, long seed) throws InterruptedException {
      long before = CPU.getCurrentThreadCpuTime();
      double score = score(architecture, epochs, seed);
      Network network = space.expand(architecture);
      return String.format(
          Locale.ROOT,
          "%.6f,%.2f,%d,%d,%s",
          score,
          (CPU.getCurrentThreadCpuTime() - before) / 1e9,
          network.cost().macs(),
          network.cost().params(),
          architecture.encoding());
    }
  }

  /** A training of its own, not a trial of a study. */
  record Training(Fidelity fidelity, long seed) implements TrialContext {
    @Override
    public Optional<Paused> paused() {
      return Optional.empty();
    }

    @Override
    public long version() {
      return 0;
    }

    @Override
    public ImmutableList<Long> parents() {
      return ImmutableList.of();
    }

    @Override
    public Verdict report(int step, ImmutableMap<String, Double> metrics) {
      return Verdict.CONTINUE;
    }
  }
}
