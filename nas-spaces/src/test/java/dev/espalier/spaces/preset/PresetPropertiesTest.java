package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.NetworkSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every space that comes with the framework. */
class PresetPropertiesTest {
  private static final long SEED = 20_261_127;
  private static final int CASES = 10_000;
  private static final int DRAWS = 5_000;

  static List<String> presets() {
    return Presets.names();
  }

  private static RandomGenerator random(String purpose, int number) {
    return Seeds.generator(SEED, purpose, number);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void whatComesOutOfASpaceIsInIt(String preset) {
    NetworkSpace space = Bound.of(Presets.get(preset));
    Shape output = space.expand(space.sample(random("first", 0))).output().shape();
    Architecture before = space.sample(random("before", 0));
    int length = space.encode(before).length;
    for (int i = 0; i < CASES; i++) {
      Architecture sample = space.sample(random("sample", i));
      Architecture mutant = space.mutate(sample, random("mutate", i));
      Architecture child = space.cross(before, mutant, random("cross", i));
      for (Architecture architecture : List.of(sample, mutant, child)) {
        assertEquals(architecture.encoding(), space.check(architecture).encoding());
      }
      assertEquals(child, space.check(Architecture.parse(child.encoding())));
      double[] numbers = space.encode(child);
      assertEquals(length, numbers.length);
      for (double number : numbers) {
        assertTrue(number >= 0.0 && number <= 1.0, child::encoding);
      }
      if (i % 100 == 0) {
        assertEquals(output, space.expand(mutant).output().shape());
        assertEquals(output, space.expand(child).output().shape());
      }
      before = child;
    }
  }

  /** Values that are as likely as each other, where their decision is open. */
  @ParameterizedTest
  @MethodSource("presets")
  void everyValueOfAnOpenDecisionIsAsLikelyAsTheOthers(String preset) {
    NetworkSpace space = Bound.of(Presets.get(preset));
    // All of them, those also that the space leaves out since no network comes of them.
    DecisionSpace all = DecisionSpace.of(space.name(), space.decisions());
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    RandomGenerator random = random("uniform", 0);
    for (int i = 0; i < DRAWS; i++) {
      all.sample(random)
          .values()
          .forEach(
              (decision, value) ->
                  counts
                      .computeIfAbsent(decision, key -> new HashMap<>())
                      .merge(value, 1, Integer::sum));
    }
    for (Decision decision : space.decisions()) {
      assertUniform(decision, counts.getOrDefault(decision.name(), Map.of()));
    }
  }

  /** Chi-square against its mean and deviation: 5 of these are exceeded once in 10,000 or less. */
  private static void assertUniform(Decision decision, Map<String, Integer> counts) {
    List<String> values = decision.domain().values();
    int open = counts.values().stream().mapToInt(Integer::intValue).sum();
    double expected = (double) open / values.size();
    assertTrue(expected >= 5 || values.size() == 1, () -> decision.name() + " was open " + open);
    double chiSquare =
        values.stream()
            .mapToDouble(value -> Math.pow(counts.getOrDefault(value, 0) - expected, 2) / expected)
            .sum();
    double freedom = values.size() - 1.0;
    assertTrue(
        chiSquare <= freedom + 5 * Math.sqrt(2 * freedom) + 5,
        () -> "%s: chi-square %.1f of %s".formatted(decision.name(), chiSquare, counts));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aSpaceLeavesOutOnlyWhatIsNoNetwork(String preset) {
    NetworkSpace space = Bound.of(Presets.get(preset));
    DecisionSpace all = DecisionSpace.of(space.name(), space.decisions());
    RandomGenerator some = random("some", 0);
    RandomGenerator every = random("some", 0);
    for (int i = 0; i < 200; i++) {
      Architecture sample = space.sample(some);
      Architecture drawn = all.sample(every);
      for (int draws = 0; !isNetwork(space, drawn) && draws < 10_000; draws++) {
        drawn = all.sample(every);
      }
      assertEquals(drawn, sample);
    }
  }

  private static boolean isNetwork(NetworkSpace space, Architecture architecture) {
    try {
      space.expand(architecture);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }
}
