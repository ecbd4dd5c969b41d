package dev.espalier.datasets.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupSplitTest extends SplitRuleContract {
  private static final List<String> GROUPS =
      IntStream.range(0, 60).mapToObj(row -> "patient " + row / 4).toList();

  @Override
  SplitRule rule() {
    return new GroupSplit(GROUPS, IntStream.range(0, 60).map(row -> row / 4 % 2).toArray());
  }

  private static Set<String> groups(int[] rows) {
    return IntStream.of(rows).mapToObj(GROUPS::get).collect(Collectors.toSet());
  }

  @Test
  void noGroupIsInBothParts() {
    for (long seed = 0; seed < 200; seed++) {
      TwoParts parts = rule().split(IntStream.range(0, 60).toArray(), 0.2, SplitRule.random(seed));
      Set<String> both = groups(parts.kept());
      both.retainAll(groups(parts.heldOut()));
      assertEquals(Set.of(), both);
      assertEquals(12, parts.heldOut().length, 4, "a fifth of 60, give or take a group");
    }
  }

  @Test
  void classesAreSpreadOverBothParts() {
    TwoParts parts = rule().split(IntStream.range(0, 60).toArray(), 0.2, SplitRule.random(4));
    assertTrue(IntStream.of(parts.heldOut()).anyMatch(row -> row / 4 % 2 == 0));
    assertTrue(IntStream.of(parts.heldOut()).anyMatch(row -> row / 4 % 2 == 1));
  }

  @Test
  void oneGroupAloneCannotBeDivided() {
    SplitRule rule = new GroupSplit(List.of("a", "a"), new int[2]);
    assertThrows(
        IllegalArgumentException.class,
        () -> rule.split(new int[] {0, 1}, 0.5, SplitRule.random(0)));
  }

  @Test
  void ofTwoLargeGroupsOneIsHeldOut() {
    SplitRule rule = new GroupSplit(List.of("a", "a", "a", "b", "b"), new int[5]);
    TwoParts parts = rule.split(new int[] {0, 1, 2, 3, 4}, 0.1, SplitRule.random(0));
    assertEquals(2, parts.heldOut().length);
  }
}
