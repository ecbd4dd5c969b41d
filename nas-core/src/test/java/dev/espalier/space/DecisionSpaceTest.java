package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.espalier.random.Seeds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionSpaceTest extends SearchSpaceContract {
  private static final Domain OPS = Domain.choice("skip", "conv", "pool");
  private static final Decision DEPTH = Decision.of("depth", Domain.range(1, 3));
  private static final Decision OP1 = Decision.of("op1", "cell", OPS, Condition.always());
  private static final Decision OP2 =
      Decision.of("op2", "cell", OPS, Condition.atLeast("depth", 2));
  private static final Decision SIZE2 =
      Decision.of(
          "size2", "cell", Domain.choice("3", "5"), Condition.isOneOf("op2", "conv", "pool"));

  @Override
  protected SearchSpace create() {
    return DecisionSpace.of("toy", List.of(DEPTH, OP1, OP2, SIZE2));
  }

  @Test
  void sizeCountsOpenDecisionsOnly() {
    // depth 1: 3; depths 2 and 3: 3 * (skip + 2 * (conv, pool)) = 15 each
    assertEquals(BigInteger.valueOf(33), create().size());
  }

  @Test
  void sizeOfManyDecisionsIsExact() {
    List<Decision> many = IntStream.range(0, 100).mapToObj(i -> Decision.of("d" + i, OPS)).toList();

    assertEquals(BigInteger.valueOf(3).pow(100), DecisionSpace.of("many", many).size());
  }

  /** Decisions of up to three values, each open always or by a value of one before it. */
  private static DecisionSpace generated(long seed) {
    RandomGenerator random = Seeds.generator(seed);
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Domain domain = Domain.range(1, 1 + random.nextInt(3));
      Condition condition = Condition.always();
      if (i > 0 && random.nextInt(4) > 0) {
        String parent = decisions.get(random.nextInt(i)).name();
        int value = 1 + random.nextInt(3);
        condition =
            random.nextBoolean()
                ? Condition.atLeast(parent, value)
                : Condition.isOneOf(parent, Integer.toString(value));
      }
      decisions.add(Decision.of("d" + i, "g", domain, condition));
    }
    return DecisionSpace.of("generated", decisions);
  }

  private static long enumerated(List<Decision> decisions, int index, Map<String, String> values) {
    if (index == decisions.size()) {
      return 1;
    }
    Decision decision = decisions.get(index);
    if (!decision.condition().holds(values)) {
      return enumerated(decisions, index + 1, values);
    }
    long sum = 0;
    for (String value : decision.domain().values()) {
      Map<String, String> more = new HashMap<>(values);
      more.put(decision.name(), value);
      sum += enumerated(decisions, index + 1, more);
    }
    return sum;
  }

  @Test
  void sizeIsThatOfAllEnumerated() {
    for (long seed = 0; seed < 300; seed++) {
      DecisionSpace space = generated(seed);
      assertEquals(
          BigInteger.valueOf(enumerated(space.decisions(), 0, Map.of())),
          space.size(),
          space.decisions()::toString);
    }
  }

  @Test
  void sizeOfALongChainIsExact() {
    List<Decision> chain = new ArrayList<>(List.of(Decision.of("d0", OPS)));
    for (int i = 1; i < 200; i++) {
      chain.add(Decision.of("d" + i, "g", OPS, Condition.isOneOf("d" + (i - 1), "conv", "pool")));
    }
    // f(1) = 3, f(n) = 1 + 2 f(n - 1) = 2^(n + 1) - 1
    assertEquals(
        BigInteger.TWO.pow(201).subtract(BigInteger.ONE), DecisionSpace.of("chain", chain).size());
  }

  @Test
  void everyOpenDecisionIsDrawnUniformly() {
    RandomGenerator random = Seeds.generator(3);
    Multiset<String> depths = HashMultiset.create();
    int draws = 3000;
    for (int i = 0; i < draws; i++) {
      depths.add(create().sample(random).text("depth"));
    }
    // five standard deviations of a binomial count
    double slack = 5 * Math.sqrt(draws / 3.0 * 2 / 3);
    for (String depth : List.of("1", "2", "3")) {
      assertEquals(draws / 3.0, depths.count(depth), slack);
    }
  }

  @Test
  void aMutationChangesOneDecisionAndWhatDependsOnIt() {
    SearchSpace space = create();
    Architecture parent = Architecture.parse("depth=2;op1=conv;op2=conv;size2=3");
    for (int i = 0; i < 200; i++) {
      Architecture child = space.mutate(parent, Seeds.generator(4, "mutate", i));
      long changed =
          parent.values().entrySet().stream()
              .filter(
                  e -> !e.getValue().equals(child.values().getOrDefault(e.getKey(), e.getValue())))
              .count();
      assertEquals(1, changed, child.encoding());
    }
  }

  @Test
  void neighboursAreOneDecisionAway() {
    List<String> neighbours =
        create().neighbours(Architecture.parse("depth=1;op1=conv")).stream()
            .map(Architecture::encoding)
            .toList();

    assertEquals(
        List.of(
            "depth=2;op1=conv;op2=skip",
            "depth=3;op1=conv;op2=skip",
            "depth=1;op1=skip",
            "depth=1;op1=pool"),
        neighbours);
  }

  @Test
  void closedDecisionsAreEncodedAsZeros() {
    assertArrayEquals(
        new double[] {0.5, 0, 1, 0, 1, 0, 0, 0, 0},
        create().encode(Architecture.parse("depth=2;op1=conv;op2=skip")));
  }

  @Test
  void crossoverKeepsGroupsTogether() {
    Architecture first = Architecture.parse("depth=2;op1=conv;op2=conv;size2=3");
    Architecture second = Architecture.parse("depth=3;op1=pool;op2=pool;size2=5");
    for (int i = 0; i < 100; i++) {
      Architecture child = create().cross(first, second, Seeds.generator(6, "cross", i));
      Architecture source = child.text("op1").equals("conv") ? first : second;
      assertEquals(source.text("op2"), child.text("op2"));
      assertEquals(source.text("size2"), child.text("size2"));
    }
  }

  @Test
  void theOnlyArchitectureMutatesIntoItself() {
    DecisionSpace one = DecisionSpace.of("one", List.of(Decision.of("op", Domain.choice("conv"))));
    Architecture only = one.sample(Seeds.generator(1));

    assertEquals(only, one.mutate(only, Seeds.generator(2)));
    assertEquals(BigInteger.ONE, one.size());
  }

  @Test
  void aSpaceThatDiffersHasAnotherHash() {
    assertNotEquals(create().hash(), DecisionSpace.of("toy", List.of(DEPTH, OP1, OP2)).hash());
  }

  @Test
  void aNameThatIsTakenOrAConditionOnWhatComesLaterIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> DecisionSpace.of("twice", List.of(DEPTH, DEPTH)));
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> DecisionSpace.of("early", List.of(OP2, DEPTH)));
    assertTrue(String.valueOf(error.getMessage()).contains("'depth'"), error.getMessage());
  }
}
