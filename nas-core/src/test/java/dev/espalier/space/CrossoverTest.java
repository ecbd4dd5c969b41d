package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossoverTest {
  /** Two groups of three. */
  private static final List<Decision> DECISIONS =
      IntStream.range(0, 6)
          .mapToObj(
              i ->
                  Decision.of(
                      "d" + i, "group" + i / 3, Domain.choice("a", "b"), Condition.always()))
          .toList();

  private static Set<String> children(Crossover crossover) {
    DecisionSpace space = DecisionSpace.of("six", DECISIONS);
    Set<String> children = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      children.add(
          String.join(
              "",
              space
                  .cross(all("a"), all("b"), crossover, DomainContract.random("cross", i))
                  .values()
                  .values()));
    }
    return children;
  }

  private static Architecture all(String value) {
    Map<String, String> values = new HashMap<>();
    DECISIONS.forEach(decision -> values.put(decision.name(), value));
    return DecisionSpace.of("six", DECISIONS).check(Architecture.of(values));
  }

  @Test
  void groupsComeFromOneParentAsAWhole() {
    assertEquals(Set.of("aaaaaa", "aaabbb", "bbbaaa", "bbbbbb"), children(Crossover.GROUP));
  }

  @Test
  void uniformCrossoverTakesEachDecisionFromEither() {
    assertEquals(64, children(Crossover.UNIFORM).size());
  }

  @Test
  void onePointCrossoverCutsOnceAndTakesSomethingFromBoth() {
    Set<String> children = children(Crossover.ONE_POINT);
    assertEquals(10, children.size());
    assertTrue(children.contains("abbbbb") && children.contains("bbbbba"), children.toString());
  }
}
