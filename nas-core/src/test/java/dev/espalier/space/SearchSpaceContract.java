package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import dev.espalier.random.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What every search space keeps to. A space's test inherits this class and makes the space. */
public abstract class SearchSpaceContract {
  private static final long SEED = 20_260_102;
  private static final int CASES = 500;

  /** The space; equal at every call. At least two architectures. */
  protected abstract SearchSpace create();

  @Test
  void samplesAreValidAndTheSameForTheSameSeed() {
    SearchSpace space = create();
    for (int i = 0; i < CASES; i++) {
      Architecture sample = space.sample(random("sample", i));

      assertValid(space, sample);
      assertEquals(sample, create().sample(random("sample", i)));
    }
  }

  @Test
  void mutantsAreValidAndDiffer() {
    SearchSpace space = create();
    Architecture architecture = space.sample(random("start", 0));
    for (int i = 0; i < CASES; i++) {
      Architecture mutant = space.mutate(architecture, random("mutate", i));

      assertValid(space, mutant);
      assertNotEquals(architecture, mutant);
      assertEquals(mutant, space.mutate(architecture, random("mutate", i)));
      architecture = mutant;
    }
  }

  @Test
  void childrenAreValidAndTakeTheirDecisionsFromTheirParents() {
    SearchSpace space = create();
    for (int i = 0; i < CASES; i++) {
      Architecture first = space.sample(random("first", i));
      Architecture second = space.sample(random("second", i));

      Architecture child = space.cross(first, second, random("cross", i));

      assertValid(space, child);
      child
          .values()
          .forEach(
              (name, value) -> {
                boolean inherited =
                    value.equals(first.values().get(name))
                        || value.equals(second.values().get(name));
                boolean openInAParent =
                    first.values().containsKey(name) || second.values().containsKey(name);
                assertTrue(inherited || !openInAParent, name + "=" + value + " in " + child);
              });
      assertEquals(first, space.cross(first, first, random("self", i)));
    }
  }

  @Test
  void neighboursAreValidDifferentAndInAFixedOrder() {
    SearchSpace space = create();
    for (int i = 0; i < CASES / 10; i++) {
      Architecture architecture = space.sample(random("neighbours", i));
      List<Architecture> neighbours = space.neighbours(architecture);

      neighbours.forEach(neighbour -> assertValid(space, neighbour));
      assertFalse(neighbours.contains(architecture));
      assertEquals(neighbours.size(), new HashSet<>(neighbours).size());
      assertEquals(neighbours, space.neighbours(architecture));
    }
  }

  @Test
  void encodingsHaveOneLengthAndLieBetweenZeroAndOne() {
    SearchSpace space = create();
    int length = space.encode(space.sample(random("encode", 0))).length;
    for (int i = 0; i < CASES; i++) {
      Architecture architecture = space.sample(random("encode", i));
      double[] encoded = space.encode(architecture);

      assertEquals(length, encoded.length);
      for (double number : encoded) {
        assertTrue(number >= 0.0 && number <= 1.0, "%s in %s".formatted(number, architecture));
      }
      assertArrayEquals(encoded, space.encode(Architecture.parse(architecture.encoding())));
    }
  }

  @Test
  void differentArchitecturesAreEncodedDifferently() {
    SearchSpace space = create();
    Architecture architecture = space.sample(random("distinct", 0));
    double[] encoded = space.encode(architecture);

    for (Architecture neighbour : space.neighbours(architecture)) {
      assertFalse(Arrays.equals(encoded, space.encode(neighbour)), neighbour.encoding());
    }
  }

  @Test
  void anArchitectureReadsBackFromItsText() {
    SearchSpace space = create();
    for (int i = 0; i < CASES; i++) {
      Architecture architecture = space.sample(random("text", i));

      assertEquals(architecture, space.check(Architecture.parse(architecture.encoding())));
    }
  }

  @Test
  void checkPutsDecisionsInTheOrderOfTheSpace() {
    SearchSpace space = create();
    Architecture architecture = space.sample(random("order", 0));
    Map<String, String> reversed = new LinkedHashMap<>();
    architecture.values().keySet().asList().reverse().stream()
        .forEach(name -> reversed.put(name, architecture.text(name)));

    assertEquals(architecture.encoding(), space.check(Architecture.of(reversed)).encoding());
  }

  @Test
  void checkRefusesMissingUnknownAndImpossibleDecisions() {
    SearchSpace space = create();
    Architecture architecture = space.sample(random("refuse", 0));
    String name = architecture.values().keySet().iterator().next();

    Map<String, String> missing = new LinkedHashMap<>(architecture.values());
    missing.remove(name);
    assertRefused(space, missing, name);
    Map<String, String> unknown = new LinkedHashMap<>(architecture.values());
    unknown.put("no.such.decision", "1");
    assertRefused(space, unknown, "no.such.decision");
    Map<String, String> impossible = new LinkedHashMap<>(architecture.values());
    impossible.put(name, "no-such-value");
    assertRefused(space, impossible, name);
  }

  @Test
  void sizeBoundsWhatIsSampled() {
    SearchSpace space = create();
    Set<Architecture> seen = new HashSet<>();
    for (int i = 0; i < CASES; i++) {
      seen.add(space.sample(random("size", i)));
    }
    assertTrue(space.size().compareTo(BigInteger.valueOf(seen.size())) >= 0);
    assertTrue(seen.size() > 1);
  }

  @Test
  void equalSpacesHaveEqualHashes() {
    assertEquals(create().hash(), create().hash());
    assertTrue(create().hash().matches("[0-9a-f]{64}"), create().hash());
  }

  private static void assertValid(SearchSpace space, Architecture architecture) {
    assertEquals(architecture.encoding(), space.check(architecture).encoding());
  }

  private static void assertRefused(SearchSpace space, Map<String, String> values, String name) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> space.check(new Architecture(ImmutableMap.copyOf(values))));
    assertTrue(String.valueOf(error.getMessage()).contains(name), error.getMessage());
  }

  private static RandomGenerator random(String purpose, int number) {
    return Seeds.generator(SEED, purpose, number);
  }
}
