package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Constraint;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import dev.espalier.space.SearchSpaceContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstrainedSpaceTest extends SearchSpaceContract {
  private static final ToySpace SPACE = new ToySpace(16, 2);
  private static final Constraint FEW_PARAMS = Constraint.atMost("params", 200);

  @Override
  protected SearchSpace create() {
    return ConstrainedSpace.of(SPACE, List.of(FEW_PARAMS, Constraint.atLeast("val_accuracy", 0.5)));
  }

  @Test
  void everythingThatComesOutKeepsToTheConstraints() {
    ConstrainedSpace space = ConstrainedSpace.of(SPACE, List.of(FEW_PARAMS));
    Architecture architecture = space.sample(Seeds.generator(1));
    for (int i = 0; i < 300; i++) {
      Architecture mutant = space.mutate(architecture, Seeds.generator(2, "mutate", i));
      Architecture sample = space.sample(Seeds.generator(3, "sample", i));
      Architecture child = space.cross(mutant, sample, Seeds.generator(4, "cross", i));

      for (Architecture a : List.of(mutant, sample, child)) {
        assertTrue(SPACE.expand(a).cost().params() <= 200, a.encoding());
      }
      assertTrue(space.neighbours(child).stream().allMatch(space::allows));
      architecture = child;
    }
  }

  @Test
  void neighboursAreThoseOfTheSpaceThatFit() {
    ConstrainedSpace space = ConstrainedSpace.of(SPACE, List.of(FEW_PARAMS));
    Architecture architecture = Architecture.parse("width=8;depth=2;label=1");

    assertEquals(
        SPACE.neighbours(architecture).stream()
            .filter(a -> SPACE.expand(a).cost().params() <= 200)
            .toList(),
        space.neighbours(architecture));
    assertFalse(space.allows(Architecture.parse("width=16;depth=3;label=1")));
  }

  @Test
  void aConstraintThatNothingMeetsIsNamedWithTheNearestValue() {
    ConstrainedSpace space =
        ConstrainedSpace.of(
            SPACE, List.of(Constraint.atMost("params", 5), Constraint.atMost("macs", 1_000_000)));

    InfeasibleSpaceException error =
        assertThrows(InfeasibleSpaceException.class, () -> space.sample(Seeds.generator(1)));
    // the smallest network: 4 weights and a bias, then 2 weights and 2 biases
    assertEquals(
        "space 'toy': none of 8400 architectures keeps to all constraints; "
            + "the nearest breaks params <= 5 (it has 9)",
        error.getMessage());
  }

  @Test
  void everyCostCanBeConstrainedAndIsNamedWithTheNearestValue() {
    // three layers of width 16: 4 * 16 + 16, twice 16 * 16 + 16, and 16 * 2 + 2
    assertNearest(Constraint.atLeast("params", 1_000), 658);
    assertNearest(Constraint.atLeast("macs", 1_000), 608);
    // the input, a dense layer and its activation of width 1, and the output, of 4 bytes each
    assertNearest(Constraint.atMost("activation_bytes", 31), 4 * (4 + 1 + 1 + 2));
    assertNearest(Constraint.atLeast("depth", 7), 4);
    assertNearest(Constraint.atMost("depth", 1), 2);
  }

  private static void assertNearest(Constraint constraint, long nearest) {
    ConstrainedSpace space = ConstrainedSpace.of(SPACE, List.of(constraint));
    InfeasibleSpaceException error =
        assertThrows(InfeasibleSpaceException.class, () -> space.sample(Seeds.generator(1)));
    assertEquals(
        "space 'toy': none of 8400 architectures keeps to all constraints; "
            + "the nearest breaks %s (it has %d)".formatted(constraint, nearest),
        error.getMessage());
  }

  @Test
  void theOnlyArchitectureOfTrillionsThatFitsIsFound() {
    NetworkSpace large = ToySpace.ofBits(40);
    ConstrainedSpace space = ConstrainedSpace.of(large, List.of(Constraint.atMost("params", 9)));
    for (int i = 0; i < 5; i++) {
      Architecture found = space.sample(Seeds.generator(5, "rare", i));
      assertEquals(9, large.expand(found).cost().params(), found.encoding());
    }
  }

  @Test
  void ofConstraintsThatExcludeEachOtherTheNearestMissIsNamed() {
    ConstrainedSpace space =
        ConstrainedSpace.of(
            SPACE, List.of(Constraint.atMost("params", 9), Constraint.atLeast("depth", 3)));
    InfeasibleSpaceException error =
        assertThrows(InfeasibleSpaceException.class, () -> space.sample(Seeds.generator(1)));
    // two layers of width 1: 2 params of 9 too many are less than 1 layer of 3 too few
    assertEquals(
        "space 'toy': none of 8400 architectures keeps to all constraints; "
            + "the nearest breaks params <= 9 (it has 11)",
        error.getMessage());
  }

  @Test
  void aMutantThatCannotFitIsTheParent() {
    Architecture smallest = Architecture.parse("width=1;depth=1;label=1");
    ConstrainedSpace space =
        ConstrainedSpace.of(new ToySpace(16, 1), List.of(Constraint.atMost("params", 9)));

    assertEquals(smallest, space.mutate(smallest, Seeds.generator(1)));
    assertEquals(smallest, space.cross(smallest, smallest, Seeds.generator(1)));
  }

  @Test
  void rareArchitecturesAreFoundFromEverySeed() {
    NetworkSpace large = ToySpace.ofBits(40);
    List<Constraint> narrow =
        List.of(Constraint.atLeast("params", 30), Constraint.atMost("params", 30));
    for (int seed = 0; seed < 30; seed++) {
      Architecture drawn =
          ConstrainedSpace.of(large, narrow).sample(Seeds.generator(seed, "start", 0));
      assertEquals(30, large.expand(drawn).cost().params());
    }
  }

  /** What is drawn is as it would be if all others were left out. */
  @Test
  void drawsAreUniformAmongWhatFits() {
    ConstrainedSpace space = ConstrainedSpace.of(SPACE, List.of(FEW_PARAMS));
    Map<String, Integer> counts = new HashMap<>();
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      counts.merge(space.sample(Seeds.generator(9, "draw", i)).encoding(), 1, Integer::sum);
    }
    double expected = draws / (double) counts.size();
    double chi =
        counts.values().stream().mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    int free = counts.size() - 1;
    assertTrue(chi < free + 4.0 * Math.sqrt(2.0 * free), "chi squared " + chi + " of " + free);
  }
}
