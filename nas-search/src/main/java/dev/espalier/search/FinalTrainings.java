package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.Trained;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.objective.Split;
import dev.espalier.objective.Summary;
import dev.espalier.random.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Several networks, each trained with several seeds, some side by side. */
final class FinalTrainings {
  private final FinalTraining training;
  private final int workers;
  private final SearchListener listener;

  FinalTrainings(FinalTraining training, int workers, SearchListener listener) {
    this.training = training;
    this.workers = workers;
    this.listener = listener;
  }

  /**
   * What one network came to.
   *
   * @param network its name
   * @param model of the first seed: chosen before anything was measured
   * @param metrics of each seed
   * @param seconds spent training, all seeds together
   */
  record Result(
      String network,
      Trained model,
      ImmutableList<ImmutableMap<String, Double>> metrics,
      double seconds)
      implements AutoCloseable {
    Summary summary(String metric) {
      return new Summary(
          metrics.stream()
              .map(
                  run -> {
                    Double value = run.get(metric);
                    if (value == null) {
                      throw new IllegalArgumentException(
                          "%s is not defined for these examples".formatted(metric));
                    }
                    return value;
                  })
              .collect(ImmutableList.toImmutableList()));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** The seeds of final trainings, derived from that of the study. */
  static ImmutableList<Long> seeds(long studySeed, int count) {
    return LongStream.range(0, count)
        .map(i -> Seeds.derive(studySeed, "final", i))
        .boxed()
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Trains every network with every seed.
   *
   * @return in the order of the networks; the receiver closes them
   * @throws EvaluationException if a training fails
   */
  ImmutableList<Result> run(
      Map<String, Network> networks, Examples train, Examples held, Split split, List<Long> seeds)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      AtomicInteger done = new AtomicInteger();
      int all = networks.size() * seeds.size();
      Map<String, List<Future<FinalTraining.Run>>> runs = new LinkedHashMap<>();
      networks.forEach(
          (name, network) ->
              runs.put(
                  name,
                  seeds.stream()
                      .map(
                          seed ->
                              pool.submit(
                                  () -> {
                                    FinalTraining.Run run =
                                        training.run(network, train, held, split, seed);
                                    synchronized (listener) {
                                      listener.trained(name, done.incrementAndGet(), all);
                                    }
                                    return run;
                                  }))
                      .toList()));
      ImmutableList.Builder<Result> results = ImmutableList.builder();
      for (Map.Entry<String, List<Future<FinalTraining.Run>>> entry : runs.entrySet()) {
        results.add(collect(entry.getKey(), entry.getValue()));
      }
      return results.build();
    } finally {
      pool.shutdownNow();
    }
  }

  private static Result collect(String name, List<Future<FinalTraining.Run>> futures)
      throws InterruptedException {
    List<FinalTraining.Run> runs = new ArrayList<>();
    for (Future<FinalTraining.Run> future : futures) {
      try {
        runs.add(future.get());
      } catch (ExecutionException failure) {
        throw new EvaluationException(
            "final training of %s failed: %s".formatted(name, failure.getCause()), failure);
      }
    }
    runs.stream().skip(1).forEach(run -> run.model().close());
    return new Result(
        name,
        runs.get(0).model(),
        runs.stream().map(FinalTraining.Run::metrics).collect(ImmutableList.toImmutableList()),
        runs.stream().mapToDouble(FinalTraining.Run::seconds).sum());
  }
}
