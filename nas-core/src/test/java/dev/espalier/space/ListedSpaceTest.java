package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListedSpaceTest {
  private static final List<Decision> DECISIONS =
      IntStream.range(0, 3)
          .mapToObj(i -> Decision.of("d" + i, Domain.choice("a", "b", "c", "d")))
          .toList();

  /** Sixteen of the sixty-four: the last is settled by the others. */
  private static ListedSpace sparse() {
    return ListedSpace.of(
        "sparse",
        DECISIONS,
        IntStream.range(0, 16)
            .mapToObj(i -> architecture(i % 4, i / 4, (i % 4 + i / 4) % 4))
            .toList());
  }

  private static ListedSpace complete() {
    return ListedSpace.of(
        "complete",
        DECISIONS,
        IntStream.range(0, 64).mapToObj(i -> architecture(i % 4, i / 4 % 4, i / 16)).toList());
  }

  private static Architecture architecture(int... values) {
    return Architecture.of(
        Map.of(
            "d0", letter(values[0]),
            "d1", letter(values[1]),
            "d2", letter(values[2])));
  }

  private static String letter(int value) {
    return Character.toString('a' + value);
  }

  @Test
  void whatComesOutIsOfTheList() {
    ListedSpace space = sparse();
    Set<Architecture> seen = new HashSet<>();
    Architecture last = space.sample(DomainContract.random("listed", 0));
    for (int i = 0; i < 500; i++) {
      Architecture drawn = space.sample(DomainContract.random("listed", i));
      Architecture mutant = space.mutate(drawn, DomainContract.random("listed", i));
      Architecture child = space.cross(last, mutant, DomainContract.random("listed", i));
      assertTrue(space.allows(drawn) && space.allows(mutant) && space.allows(child));
      assertNotEquals(drawn, mutant);
      seen.add(drawn);
      last = child;
    }
    assertEquals(16, seen.size());
    assertEquals(BigInteger.valueOf(16), space.size());
  }

  @Test
  void neighboursAreThoseOneDecisionAwayOrTheNearest() {
    Architecture first = complete().architectures().get(0);
    assertEquals(9, complete().neighbours(first).size());

    // Here any two differ in at least two decisions.
    List<Architecture> near = sparse().neighbours(sparse().architectures().get(0));
    assertEquals(8, near.size());
    assertTrue(near.stream().allMatch(n -> differences(n, sparse().architectures().get(0)) == 2));
  }

  private static long differences(Architecture a, Architecture b) {
    return a.values().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(b.text(entry.getKey())))
        .count();
  }

  @Test
  void aMutationMayBeKeptToSomeDecisions() {
    Architecture first = complete().architectures().get(0);
    for (int i = 0; i < 50; i++) {
      Architecture mutant =
          complete()
              .mutate(
                  first,
                  decision -> decision.name().equals("d1"),
                  DomainContract.random("kept", i));
      assertEquals("d1", changed(first, mutant));
    }
    assertEquals(first, complete().mutate(first, none -> false, DomainContract.random("none", 0)));
  }

  private static String changed(Architecture from, Architecture to) {
    return from.values().keySet().stream()
        .filter(name -> !from.text(name).equals(to.text(name)))
        .reduce("", String::concat);
  }

  @Test
  void beginningsAreThoseOfTheList() {
    assertTrue(sparse().canBegin(Map.of()));
    assertTrue(sparse().canBegin(Map.of("d0", "a")));
    assertTrue(sparse().canBegin(Map.of("d0", "c", "d1", "b")));
    assertTrue(sparse().canBegin(Map.of("d0", "c", "d1", "b", "d2", "d")));
    assertFalse(sparse().canBegin(Map.of("d0", "c", "d1", "b", "d2", "a")));
    assertFalse(sparse().canBegin(Map.of("d0", "nothing")));
    ListedSpace one = ListedSpace.of("one", DECISIONS, List.of(architecture(0, 1, 2)));
    assertTrue(one.canBegin(Map.of("d0", "a")));
    assertFalse(one.canBegin(Map.of("d0", "b")));
    assertTrue(one.limitsBeginnings());
    assertFalse(complete().limitsBeginnings());
  }

  @Test
  void strangersAreRefused() {
    assertFalse(sparse().allows(architecture(0, 0, 1)));
    assertThrows(IllegalArgumentException.class, () -> sparse().check(architecture(0, 0, 1)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ListedSpace.of(
                "twice", DECISIONS, List.of(architecture(0, 0, 0), architecture(0, 0, 0))));
    assertThrows(
        IllegalArgumentException.class, () -> ListedSpace.of("none", DECISIONS, List.of()));
  }
}
