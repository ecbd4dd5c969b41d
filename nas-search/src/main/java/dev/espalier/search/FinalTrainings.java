package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.Futures;
import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.Trained;
import dev.espalier.eval.train.Watch;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.objective.Split;
import dev.espalier.objective.Summary;
import dev.espalier.random.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Several networks, each trained with several seeds, some side by side. */
final class FinalTrainings {
  private static final long PATIENCE_SECONDS = 10;

  private final int workers;
  private final SearchListener listener;
  private final StopSignal stop;

  FinalTrainings(int workers, SearchListener listener, StopSignal stop) {
    this.workers = workers;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * What is trained.
   *
   * @param network the network
   * @param training how
   */
  record Entrant(Network network, FinalTraining training) {}

  /**
   * What one network came to. Seeds whose training diverged are missing from {@code metrics}.
   *
   * @param network its name
   * @param model of the first seed that did not diverge, chosen before anything was measured; empty
   *     if all did
   * @param metrics by seed, in the order of the seeds
   * @param failures why a seed has none, in one line each
   * @param seconds spent training, all seeds together
   */
  record Result(
      String network,
      Optional<Trained> model,
      ImmutableMap<Long, ImmutableMap<String, Double>> metrics,
      ImmutableList<String> failures,
      double seconds)
      implements AutoCloseable {

    /** Whether at least one seed came through. */
    boolean scored() {
      return model.isPresent();
    }

    /** One metric of the seeds that came through. */
    Summary summary(String metric) {
      return new Summary(
          metrics.values().stream()
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

    /**
     * The same, if any seed came through.
     *
     * @throws EvaluationException if none did, with the first reason
     */
    Result required() {
      if (!scored()) {
        throw new EvaluationException(
            "final training of %s failed with every seed: %s".formatted(network, failures.get(0)));
      }
      return this;
    }

    @Override
    public void close() {
      model.ifPresent(Trained::close);
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
   * Trains every network with every seed. A training that fails is part of the result.
   *
   * @param entrants by name
   * @return in the order of the entrants; the receiver closes them
   * @throws InterruptedException if the thread was interrupted, or the search stopped
   */
  ImmutableList<Result> run(
      Map<String, Entrant> entrants, Examples train, Examples held, Split split, List<Long> seeds)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    Map<String, List<Future<FinalTraining.Run>>> all = new LinkedHashMap<>();
    AtomicInteger done = new AtomicInteger();
    int count = entrants.size() * seeds.size();
    boolean complete = false;
    try {
      entrants.forEach(
          (name, entrant) -> {
            List<Future<FinalTraining.Run>> runs = new ArrayList<>();
            for (long seed : seeds) {
              runs.add(
                  pool.submit(
                      () -> {
                        Optional<FinalTraining.Run> run = Optional.empty();
                        try {
                          run =
                              Optional.of(
                                  entrant
                                      .training()
                                      .run(
                                          entrant.network(),
                                          train,
                                          held,
                                          split,
                                          seed,
                                          watch(name, entrant)));
                          return run.get();
                        } finally {
                          if (run.isPresent() || !stop.stopped()) {
                            synchronized (listener) {
                              listener.trained(name, done.incrementAndGet(), count);
                            }
                          }
                        }
                      }));
            }
            all.put(name, runs);
          });
      ImmutableList<Result> results =
          stop.during(
              () -> collect(all, seeds), () -> all.values().forEach(FinalTrainings::cancel));
      complete = true;
      return results;
    } finally {
      end(pool);
      if (!complete) {
        all.values().forEach(runs -> runs.forEach(FinalTrainings::discard));
      }
    }
  }

  private Watch watch(String name, Entrant entrant) {
    int epochs = entrant.training().epochs();
    return new Watch() {
      @Override
      public boolean afterEpoch(int epoch, double loss) {
        synchronized (listener) {
          listener.training(name, epoch, epochs);
        }
        return true;
      }
    };
  }

  private static ImmutableList<Result> collect(
      Map<String, List<Future<FinalTraining.Run>>> all, List<Long> seeds)
      throws InterruptedException {
    ImmutableList.Builder<Result> results = ImmutableList.builder();
    for (Map.Entry<String, List<Future<FinalTraining.Run>>> runs : all.entrySet()) {
      results.add(collect(runs.getKey(), runs.getValue(), seeds));
    }
    return results.build();
  }

  private static Result collect(
      String name, List<Future<FinalTraining.Run>> futures, List<Long> seeds)
      throws InterruptedException {
    Optional<Trained> model = Optional.empty();
    ImmutableMap.Builder<Long, ImmutableMap<String, Double>> metrics = ImmutableMap.builder();
    ImmutableList.Builder<String> failures = ImmutableList.builder();
    double seconds = 0.0;
    for (int i = 0; i < futures.size(); i++) {
      try {
        FinalTraining.Run run = futures.get(i).get();
        metrics.put(seeds.get(i), run.metrics());
        seconds += run.seconds();
        if (model.isPresent()) {
          run.model().close();
        } else {
          model = Optional.of(run.model());
        }
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof IllegalArgumentException unfit) {
          throw unfit;
        }
        failures.add(reason(failure));
      } catch (CancellationException stopped) {
        throw new InterruptedException("the search was stopped");
      }
    }
    return new Result(name, model, metrics.buildOrThrow(), failures.build(), seconds);
  }

  private static String reason(ExecutionException failure) {
    Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
    return Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
  }

  private static void cancel(List<Future<FinalTraining.Run>> runs) {
    runs.forEach(run -> run.cancel(true));
  }

  /** Waits for trainings that were cut off, which use native memory until they notice. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
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
