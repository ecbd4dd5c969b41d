package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Constraint;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.space.SearchSpaceContract;
import java.util.List;
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
        "space 'toy': none of 1000 architectures keeps to all constraints; "
            + "1000 break params <= 5, and the nearest to it has 9",
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
}
