package dev.espalier.bench;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Samples preset spaces on one thread and takes the cost and the canonical hash of each network:
 * what a strategy pays for a candidate that is not trained.
 *
 * <pre>
 * SamplingBench COUNT ROUNDS PRESET...
 *   prints PRESET,ROUND,SAMPLES,CLASSES,SECONDS, a line a preset and round
 * </pre>
 *
 * <p>CLASSES is the number of different hashes. Rounds repeat the same samples; the first pays for
 * the compiler.
 */
public final class SamplingBench {
  private static final int CLASSES = 10;

  private SamplingBench() {}

  public static void main(String[] args) {
    int count = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    for (String preset : List.of(args).subList(2, args.length)) {
      lines(preset, count, rounds).forEach(System.out::println);
    }
  }

  static ImmutableList<String> lines(String preset, int count, int rounds) {
    NetworkSpace space =
        Presets.get(preset).bind(shape(preset), CLASSES).space(OperationRegistry.standard());
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (int round = 1; round <= rounds; round++) {
      lines.add("%s,%s,%s".formatted(preset, round, measure(space, count)));
    }
    return lines.build();
  }

  private static Shape shape(String preset) {
    return preset.contains("-rnn") ? new Shape.Tokens(10_000, 35) : new Shape.Image(3, 32, 32);
  }

  private static String measure(NetworkSpace space, int count) {
    RandomGenerator random = Seeds.generator(1);
    Set<String> hashes = new HashSet<>();
    Stopwatch watch = Stopwatch.createStarted();
    for (int i = 0; i < count; i++) {
      Network network = space.expand(space.sample(random));
      if (network.cost().macs() < 0) {
        throw new IllegalStateException("a network of negative cost");
      }
      hashes.add(network.canonicalHash());
    }
    double seconds = watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0;
    return String.format(Locale.ROOT, "%d,%d,%.2f", count, hashes.size(), seconds);
  }
}
