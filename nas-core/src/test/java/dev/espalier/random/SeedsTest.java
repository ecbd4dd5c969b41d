package dev.espalier.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  void derivedSeedsStayWhatTheyAreForStoredStudies() {
    assertEquals(4417902603153356201L, Seeds.derive(42, "ask", 0));
    assertEquals(-7299480306706214084L, Seeds.derive(42, "trial", 7));
  }

  @Test
  void generatorsGiveTheSameStreamOnEveryPlatform() {
    assertEquals(4495627404779198069L, Seeds.generator(42, "ask", 0).nextLong());
    assertArrayEquals(
        Seeds.generator(9).ints(100).toArray(), Seeds.generator(9).ints(100).toArray());
  }

  @Test
  void seedPurposeAndNumberEachMakeAnotherSeed() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = -5; seed < 5; seed++) {
      for (String purpose : new String[] {"ask", "trial", "split"}) {
        for (long number = 0; number < 100; number++) {
          seeds.add(Seeds.derive(seed, purpose, number));
        }
      }
    }
    assertEquals(10 * 3 * 100, seeds.size());
  }
}
