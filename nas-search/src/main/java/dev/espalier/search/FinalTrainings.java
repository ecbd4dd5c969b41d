package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.Futures;
import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.Trained;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.objective.Split;
import dev.espalier.objective.Summary;
import dev.espalier.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Several networks, each trained with several seeds, some side by side. */
final class FinalTrainings {
  private final int workers;
  private final SearchListener listener;

  FinalTrainings(int workers, SearchListener listener) {
    this.workers = workers;
    this.listener = listener;
  }

  /**
   * What is trained.
   *
   * @param network the network
   * @param training how
   */
  record Entrant(Network network, FinalTraining training) {}

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
   * @param entrants by name
   * @return in the order of the entrants; the receiver closes them
   * @throws EvaluationException if a training fails
   */
  ImmutableList<Result> run(
      Map<String, Entrant> entrants, Examples train, Examples held, Split split, List<Long> seeds)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    List<Future<FinalTraining.Run>> all = new ArrayList<>();
    boolean complete = false;
    try {
      AtomicInteger done = new AtomicInteger();
      int count = entrants.size() * seeds.size();
      entrants.forEach(
          (name, entrant) ->
              seeds.forEach(
                  seed ->
                      all.add(
                          pool.submit(
                              () -> {
                                FinalTraining.Run run =
                                    entrant
                                        .training()
                                        .run(entrant.network(), train, held, split, seed);
                                synchronized (listener) {
                                  listener.trained(name, done.incrementAndGet(), count);
                                }
                                return run;
                              }))));
      ImmutableList.Builder<Result> results = ImmutableList.builder();
      int from = 0;
      for (String name : entrants.keySet()) {
        results.add(collect(name, all.subList(from, from += seeds.size())));
      }
      complete = true;
      return results.build();
    } finally {
      pool.shutdownNow();
      if (!complete) {
        all.forEach(FinalTrainings::discard);
      }
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

  /** Closes what a training that nobody waits for any more has left. */
  private static void discard(Future<FinalTraining.Run> future) {
    if (!future.isDone() || future.isCancelled()) {
      return;
    }
    try {
      Optional.ofNullable(Futures.getDone(future)).ifPresent(run -> run.model().close());
    } catch (ExecutionException failed) {
      // A training that failed has closed its model itself.
    }
  }
}
