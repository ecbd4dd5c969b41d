package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import dev.espalier.random.Seeds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What every domain keeps to. A domain's test inherits this class and makes some domains. */
abstract class DomainContract {
  private static final long SEED = 20_261_126;
  private static final int CASES = 300;
  private static final int DRAWS_A_BIN = 200;

  /** Domains of the kind, each of at least two values. */
  abstract List<Domain> domains();

  /** Texts that are no value of the first domain. */
  abstract List<String> strangers();

  /** The bin of equal probability that a value falls into; the value itself if it can be listed. */
  String bin(Domain domain, String value) {
    return value;
  }

  int bins(Domain domain) {
    return domain.values().size();
  }

  @Test
  void whatIsDrawnIsContainedAndTheSameForTheSameSeed() {
    for (Domain domain : domains()) {
      for (int i = 0; i < CASES; i++) {
        String value = domain.draw(random("draw", i));
        assertTrue(domain.contains(value), value);
        assertEquals(value, domain.draw(random("draw", i)));
      }
    }
  }

  @Test
  void drawsAreUniform() {
    for (Domain domain : domains()) {
      RandomGenerator random = random("uniform", 0);
      int bins = bins(domain);
      Multiset<String> counts = HashMultiset.create();
      for (int i = 0; i < DRAWS_A_BIN * bins; i++) {
        counts.add(bin(domain, domain.draw(random)));
      }
      double chiSquare = 0.0;
      for (String bin : counts.elementSet()) {
        double excess = counts.count(bin) - DRAWS_A_BIN;
        chiSquare += excess * excess / DRAWS_A_BIN;
      }
      assertEquals(bins, counts.elementSet().size(), domain.describe());
      // Five standard deviations above the mean of chi-square with that many degrees of freedom.
      double freedom = bins - 1.0;
      assertTrue(
          chiSquare < freedom + 5.0 * Math.sqrt(2.0 * freedom),
          "%s: chi-square %s of %s".formatted(domain.describe(), chiSquare, freedom));
    }
  }

  @Test
  void mutantsAreOthersAndContained() {
    for (Domain domain : domains()) {
      String value = domain.first();
      for (int i = 0; i < CASES; i++) {
        String mutant = domain.mutate(value, random("mutate", i));
        assertTrue(domain.contains(mutant), mutant);
        assertNotEquals(value, mutant);
        assertEquals(mutant, domain.mutate(value, random("mutate", i)));
        value = mutant;
      }
    }
  }

  @Test
  void neighboursAreOthersContainedAndMutual() {
    for (Domain domain : domains()) {
      for (int i = 0; i < CASES / 10; i++) {
        String value = domain.draw(random("neighbours", i));
        List<String> neighbours = domain.neighbours(value);
        assertFalse(neighbours.isEmpty(), value);
        assertFalse(neighbours.contains(value), value);
        assertEquals(neighbours.size(), new HashSet<>(neighbours).size());
        assertEquals(neighbours, domain.neighbours(value));
        for (String neighbour : neighbours) {
          assertTrue(domain.contains(neighbour), neighbour);
          assertTrue(
              domain.isContinuous() || domain.neighbours(neighbour).contains(value), neighbour);
        }
      }
    }
  }

  @Test
  void stepsToNeighboursReachEveryValue() {
    for (Domain domain : domains()) {
      if (domain.isListed()) {
        List<String> reached = new ArrayList<>(List.of(domain.first()));
        for (int i = 0; i < reached.size(); i++) {
          for (String neighbour : domain.neighbours(reached.get(i))) {
            if (!reached.contains(neighbour)) {
              reached.add(neighbour);
            }
          }
        }
        assertEquals(new HashSet<>(domain.values()), new HashSet<>(reached));
      }
    }
  }

  @Test
  void anEncodingLiesBetweenZeroAndOneAndDecodes() {
    for (Domain domain : domains()) {
      for (int i = 0; i < CASES; i++) {
        String value = domain.draw(random("encode", i));
        double[] encoded = new double[domain.encodedLength() + 2];
        domain.encode(value, encoded, 1);
        for (double number : encoded) {
          assertTrue(number >= 0.0 && number <= 1.0, value);
        }
        assertEquals(0.0, encoded[0]);
        assertEquals(0.0, encoded[encoded.length - 1]);
        assertEquals(value, domain.decode(encoded, 1));
      }
    }
  }

  @Test
  void anyNumbersDecodeToAValue() {
    for (Domain domain : domains()) {
      RandomGenerator random = random("decode", 0);
      for (int i = 0; i < CASES; i++) {
        double[] numbers = random.doubles(domain.encodedLength(), -1.0, 2.0).toArray();
        String value = domain.decode(numbers, 0);
        assertTrue(domain.contains(value), value);
      }
    }
  }

  @Test
  void theSizeIsTheNumberOfValues() {
    for (Domain domain : domains()) {
      assertTrue(domain.contains(domain.first()), domain.first());
      assertTrue(domain.isOpen());
      if (domain.isListed()) {
        ImmutableList<String> values = domain.values();
        assertEquals(BigInteger.valueOf(values.size()), domain.size());
        assertEquals(values.size(), new HashSet<>(values).size());
        values.forEach(value -> assertTrue(domain.contains(value), value));
      } else {
        String message =
            String.valueOf(
                assertThrows(UnsupportedOperationException.class, domain::values).getMessage());
        assertTrue(message.contains(domain.describe()), message);
      }
    }
  }

  @Test
  void valuesStandInAnEncodingAndReadBack() {
    for (Domain domain : domains()) {
      DecisionSpace space = DecisionSpace.of("one", List.of(Decision.of("d", domain)));
      for (int i = 0; i < CASES; i++) {
        Architecture architecture = space.sample(random("text", i));
        String value = architecture.text("d");
        assertFalse(value.isEmpty());
        assertFalse(value.matches(".*[=;,\"'\\s].*"), value);
        assertEquals(architecture, space.check(Architecture.parse(architecture.encoding())));
        assertEquals(architecture, space.decode(space.encode(architecture)));
      }
    }
  }

  @Test
  void strangersAreNotContained() {
    Domain domain = domains().get(0);
    for (String stranger : strangers()) {
      assertFalse(domain.contains(stranger), stranger);
    }
    assertFalse(domain.contains(""));
  }

  static RandomGenerator random(String purpose, int number) {
    return Seeds.generator(SEED, purpose, number);
  }

  static void assertRefused(String expected, Runnable making) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, making::run).getMessage());
    assertTrue(message.contains(expected), message);
  }
}
