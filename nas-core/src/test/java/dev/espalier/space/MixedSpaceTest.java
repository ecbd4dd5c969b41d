package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A space of every kind of decision keeps to the contract of all spaces. */
class MixedSpaceTest extends SearchSpaceContract {
  private static final Decision DEPTH = Decision.of("depth", Domain.range(1, 2));
  private static final Decision RATE = Decision.of("rate", Domain.logReal(0.001, 0.1));
  private static final Decision MORE =
      Decision.of("more", "g", Domain.subset(0, 2, "a", "b"), Condition.always());
  private static final Decision ORDER =
      Decision.of("order", "g", Domain.permutation("x", "y", "z"), Condition.atLeast("depth", 2));
  private static final Decision STRENGTH =
      Decision.of("strength", "g", Domain.real(0.0, 1.0), Condition.isOneOf("more", "a", "a+b"));

  @Override
  protected SearchSpace create() {
    return DecisionSpace.of("mixed", List.of(DEPTH, RATE, MORE, ORDER, STRENGTH));
  }

  @Test
  void theSizeTellsTheFinitePartFromWhatIsContinuous() {
    SpaceSize size = SpaceSize.of(List.of(DEPTH, RATE, MORE, ORDER, STRENGTH));
    // depth 1 and 2: 1 + 6, times four subsets
    assertEquals(new SpaceSize(BigInteger.valueOf(28), ImmutableList.of("rate", "strength")), size);
    // 1,800,001 rates; two subsets with, two without one of 100,001 strengths
    assertEquals(
        BigInteger.valueOf(7L).multiply(BigInteger.valueOf(1_800_001L * (2 * 100_001 + 2))),
        create().size());
  }

  @Test
  void anEncodingDecodes() {
    DecisionSpace space = (DecisionSpace) create();
    for (int i = 0; i < 500; i++) {
      Architecture architecture = space.sample(DomainContract.random("decode", i));
      assertEquals(architecture, space.decode(space.encode(architecture)));
    }
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> space.decode(new double[2]))
                .getMessage());
    assertTrue(message.contains("2 numbers are no encoding"), message);
  }

  @Test
  void aConditionOnWhatIsContinuousIsRefused() {
    Decision child =
        Decision.of("child", "g", Domain.range(1, 2), Condition.isOneOf("rate", "0.1"));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> DecisionSpace.of("bad", List.of(RATE, child)))
                .getMessage());
    assertTrue(message.contains("'child' depends on 'rate'"), message);
  }
}
