package dev.espalier.bench;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import com.google.common.io.ByteSource;
import com.sun.management.OperatingSystemMXBean;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.eval.sharing.OneShot;
import dev.espalier.eval.sharing.PathTuning;
import dev.espalier.eval.sharing.SharedEvaluator;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Preparation;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.study.ConstrainedSpace;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How well shared weights rank networks that {@link AloneBench} trained alone: Kendall's tau to the
 * mean score of the long trainings, with a bootstrap interval, beside what ranks for less. One CSV
 * row a way to rank.
 */
public final class SharingBench {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private SharingBench() {}

  /**
   * Arguments: the experiment's file, or {@code default}; the CSV file of {@link AloneBench};
   * epochs of the long trainings; then {@code PATHSxPASSESxSEEDS} for each way to share, such as
   * {@code fairx80x3}, and options after colons, such as {@code
   * uniformx80x3:sandwich:costDecay=0.5:momentumBy=channels}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Experiment experiment =
        args[0].equals("default")
            ? ExperimentFiles.standard(Map.of())
            : ExperimentFiles.read(Path.of(args[0]));
    AloneResults alone = AloneResults.read(Path.of(args[1]), Integer.parseInt(args[2]));
    System.out.println("ranking,seed,networks,tau,low,high,cpu_seconds");
    alone.printBaselines();
    for (String way : List.of(args).subList(3, args.length)) {
      List<String> options = Splitter.on(':').splitToList(way);
      List<String> parts = Splitter.on('x').splitToList(options.get(0));
      OneShot.Paths paths = OneShot.Paths.valueOf(parts.get(0).toUpperCase(Locale.ROOT));
      OneShot oneShot =
          new OneShot(
              paths,
              Integer.parseInt(parts.get(1)),
              0,
              1,
              tuning(options.subList(1, options.size())));
      for (long seed = 1; seed <= Long.parseLong(parts.get(2)); seed++) {
        double before = SYSTEM.getProcessCpuTime() / 1e9;
        Map<Integer, Double> scores = scores(experiment, oneShot, seed, alone.architectures());
        double spent = SYSTEM.getProcessCpuTime() / 1e9 - before;
        alone.print(
            String.join(
                " ",
                Iterables.concat(
                    List.of("%s paths %s passes".formatted(parts.get(0), oneShot.epochs())),
                    options.subList(1, options.size()))),
            seed,
            scores::get,
            spent);
      }
    }
  }

  private static PathTuning tuning(List<String> options) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      values.put(equals < 0 ? option : option.substring(0, equals), option.substring(equals + 1));
    }
    return new PathTuning(
        values.containsKey("sandwich"),
        Double.parseDouble(values.getOrDefault("costDecay", "0")),
        values.getOrDefault("momentumBy", ""));
  }

  private static Map<Integer, Double> scores(
      Experiment given, OneShot oneShot, long seed, Map<Integer, Architecture> architectures)
      throws InterruptedException {
    Dataset dataset = Datasets.load(given.dataset());
    Task task = Task.of(dataset.task().id());
    Experiment experiment = given.forTask(task);
    NetworkSpace space = Search.of(given).space();
    Recipe recipe = experiment.recipes().recipe(Architecture.of(Map.of()));
    Objective objective = experiment.objectives().get(0);
    Ladder ladder = Ladder.to(Fidelity.epochs(1));
    SharedEvaluator evaluator =
        new SharedEvaluator(
            space,
            dataset.searchData(),
            task,
            dataset.preprocessing().targets(),
            experiment.engine(),
            recipe,
            oneShot);
    Map<Integer, Double> scores = new TreeMap<>();
    try (EvaluationSession session =
        evaluator.open(
            new EvaluationProblem(
                ConstrainedSpace.of(space, experiment.constraints()),
                experiment.objectives(),
                ladder,
                seed))) {
      session.prepare(new Unwatched());
      for (Map.Entry<Integer, Architecture> each : architectures.entrySet()) {
        Candidate candidate = new Candidate(each.getValue(), space.expand(each.getValue()), recipe);
        Map<String, Double> metrics =
            session.evaluate(candidate, new AloneBench.Training(ladder.top(), seed)).metrics();
        scores.put(
            each.getKey(),
            objective.direction().orient(Objects.requireNonNull(metrics.get(objective.metric()))));
      }
    }
    return scores;
  }

  private static final class Unwatched implements Preparation {
    @Override
    public void keep(ByteSource state) {}

    @Override
    public void progress(long done, long all, double loss) {
      if (done % 1000 == 0) {
        System.err.printf(Locale.ROOT, "step %d of %d, loss %.3f%n", done, all, loss);
      }
    }

    @Override
    public void prepared(String summary) {
      System.err.println(summary);
    }

    @Override
    public void checkStop() {}
  }
}
