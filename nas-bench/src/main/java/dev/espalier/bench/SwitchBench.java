package dev.espalier.bench;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.eval.sharing.OneShot;
import dev.espalier.eval.sharing.SharedEvaluator;
import dev.espalier.eval.train.Trainer;
import dev.espalier.eval.train.Watch;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Preparation;
import dev.espalier.network.Network;
import dev.espalier.objective.Task;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a new path every step costs: the median step of one-shot training, in which each step has
 * another network, beside the steps of the same networks trained one after the other. Prints the
 * memory of the process on the way.
 */
public final class SwitchBench {
  private static final int NETWORKS = 40;
  private static final int SKIPPED = 10;

  private SwitchBench() {}

  /** Arguments: the experiment's file, or {@code default}; how many steps of one-shot training. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Experiment given =
        args[0].equals("default")
            ? ExperimentFiles.standard(Map.of())
            : ExperimentFiles.read(Path.of(args[0]));
    int steps = Integer.parseInt(args[1]);
    Dataset dataset = Datasets.load(given.dataset());
    Experiment experiment = given.forTask(Task.of(dataset.task().id()));
    NetworkSpace space = Search.of(given).space();
    Recipe recipe = experiment.recipes().recipe(Architecture.of(Map.of()));
    SearchSpace drawn = ConstrainedSpace.of(space, experiment.constraints());
    int examples = dataset.searchData().train().size();
    int stepsAnEpoch = (examples + recipe.batchSize() - 1) / recipe.batchSize();

    System.out.println("what,steps,median_ms,mean_ms,resident_mb");
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      Network network = space.expand(drawn.sample(Seeds.generator(1, "path", i)));
      Steps clock = new Steps();
      new Trainer(recipe, dataset.preprocessing().targets(), experiment.engine())
          .train(network, dataset.searchData().train(), 1, 1, clock)
          .close();
      if (i >= SKIPPED) {
        alone.addAll(clock.times.subList(SKIPPED, clock.times.size()));
      }
    }
    print("one network a training", alone);

    int passes = (steps + stepsAnEpoch - 1) / stepsAnEpoch;
    SharedEvaluator evaluator =
        new SharedEvaluator(
            space,
            dataset.searchData(),
            Task.of(dataset.task().id()),
            dataset.preprocessing().targets(),
            experiment.engine(),
            recipe,
            OneShot.of(OneShot.Paths.UNIFORM, passes));
    Steps shared = new Steps();
    try (EvaluationSession session =
        evaluator.open(
            new EvaluationProblem(
                drawn, experiment.objectives(), Ladder.to(Fidelity.epochs(1)), 1))) {
      session.prepare(shared);
    }
    print("another network a step", shared.times.subList(stepsAnEpoch, shared.times.size()));
    System.out.printf(
        Locale.ROOT,
        "ratio,,%.3f,%.3f,%n",
        median(shared.times.subList(stepsAnEpoch, shared.times.size())) / median(alone),
        mean(shared.times.subList(stepsAnEpoch, shared.times.size())) / mean(alone));
    shared.memory.forEach(
        (step, bytes) -> System.out.println("after,%s,,,%s".formatted(step, bytes >> 20)));
  }

  private static void print(String what, List<Double> times) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%s,%d,%.2f,%.2f,%d%n",
        what,
        times.size(),
        median(times),
        mean(times),
        resident() >> 20);
  }

  private static double median(List<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static double mean(List<Double> times) {
    return times.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Bytes of the process in memory; 0 where the system does not tell. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  /** Times steps, in milliseconds. */
  private static final class Steps implements Watch, Preparation {
    private static final int EVERY = 1_000;

    private final List<Double> times = new ArrayList<>();
    private ImmutableMap<Long, Long> memory = ImmutableMap.of();
    private long last;

    @Override
    public void beforeStep() {
      tick();
    }

    private void tick() {
      long now = System.nanoTime();
      if (last != 0) {
        times.add((now - last) / 1e6);
      }
      last = now;
    }

    @Override
    public void keep(ByteSource state) {}

    @Override
    public void progress(long done, long all, double loss) {
      tick();
      if (done % EVERY == 0) {
        try {
          memory =
              ImmutableMap.<Long, Long>builder()
                  .putAll(memory)
                  .put(done, resident())
                  .buildOrThrow();
        } catch (IOException unreadable) {
          return;
        }
      }
    }

    @Override
    public void prepared(String summary) {}

    @Override
    public void checkStop() {}
  }
}
