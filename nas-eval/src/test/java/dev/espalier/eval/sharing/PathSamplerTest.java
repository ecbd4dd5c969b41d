package dev.espalier.eval.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PathSamplerTest {
  private static final SearchSpace SPACE =
      DecisionSpace.of(
          "ops",
          List.of(
              Decision.of("nodes", Domain.range(1, 2)),
              Decision.of("a", Domain.choice("conv", "pool", "skip")).about(DecisionKind.OPERATION),
              Decision.of("b", "b", Domain.choice("conv", "pool"), Condition.atLeast("nodes", 2))
                  .about(DecisionKind.OPERATION)));

  private static Multiset<String> counts(String decision, List<Architecture> paths) {
    Multiset<String> counts = HashMultiset.create();
    paths.stream()
        .filter(path -> path.values().containsKey(decision))
        .forEach(path -> counts.add(path.values().get(decision)));
    return counts;
  }

  @Test
  void fairPathsHaveEachOperationOnceAStep() {
    PathSampler fair = new FairPaths(SPACE, 1);

    assertEquals(3, fair.pathsAStep());
    for (long step = 0; step < 50; step++) {
      Multiset<String> counts = counts("a", fair.paths(step));
      assertEquals(3, counts.elementSet().size(), counts::toString);
    }
    assertNotEquals(fair.paths(0), fair.paths(1));
  }

  @Test
  void fairPathsDealFewerValuesEquallyOften() {
    SearchSpace both =
        DecisionSpace.of(
            "both",
            List.of(
                Decision.of("a", Domain.choice("conv", "pool", "skip"))
                    .about(DecisionKind.OPERATION),
                Decision.of("b", Domain.choice("conv", "pool")).about(DecisionKind.OPERATION)));
    PathSampler fair = new FairPaths(both, 2);
    List<Architecture> paths =
        LongStream.range(0, 20).boxed().flatMap(step -> fair.paths(step).stream()).toList();

    assertEquals(30, counts("b", paths).count("conv"));
    assertEquals(30, counts("b", paths).count("pool"));
  }

  @Test
  void aStepHasThePathsThatItsNumberSays() {
    for (PathSampler sampler :
        List.of(new FairPaths(SPACE, 3), OneShot.Paths.UNIFORM.sampler(SPACE, 3))) {
      assertEquals(sampler.paths(17), sampler.paths(17));
      assertEquals(sampler.pathsAStep(), sampler.paths(17).size());
      sampler.paths(17).forEach(path -> assertTrue(SPACE.allows(path)));
    }
  }
}
