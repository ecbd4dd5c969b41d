package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.DagRecurrent.CellNode;
import dev.espalier.network.DagRecurrent.Function;
import dev.espalier.network.DagRecurrent.Merge;
import dev.espalier.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DagRecurrentTest extends LayerContract {
  private static final List<CellNode> NODES =
      List.of(
          new CellNode(0, Function.RELU),
          new CellNode(1, Function.IDENTITY),
          new CellNode(1, Function.TANH));

  private static DagRecurrent of(boolean bidirectional, Function entry, Merge merge) {
    return new DagRecurrent(4, bidirectional, entry, NODES, merge);
  }

  private static DagRecurrent cell(Merge merge, CellNode... nodes) {
    return new DagRecurrent(4, false, Function.TANH, List.of(nodes), merge);
  }

  @Override
  String typeId() {
    return "dag_recurrent";
  }

  /** The weights are (5 + 4) * 8 of the entry and 4 * 8 of each node. */
  @Override
  List<Good> good() {
    Shape one = new Shape.Sequence(4, 7);
    return List.of(
        // For each unit and step 5 a state, 4 where it is the identity, and 3 of the mean.
        new Good(
            of(false, Function.TANH, Merge.MEAN),
            List.of(SEQUENCE),
            one,
            new Cost(168, 1176, 2 * 1176 + 28 * (19 + 3), 112)),
        new Good(
            of(false, Function.IDENTITY, Merge.MEAN),
            List.of(SEQUENCE),
            one,
            new Cost(168, 1176, 2 * 1176 + 28 * (18 + 3), 112)),
        new Good(
            of(false, Function.TANH, Merge.LOOSE_ENDS),
            List.of(SEQUENCE),
            one,
            new Cost(168, 1176, 2 * 1176 + 28 * (19 + 2), 112)),
        new Good(
            of(true, Function.TANH, Merge.LOOSE_ENDS),
            List.of(SEQUENCE),
            new Shape.Sequence(8, 7),
            new Cost(336, 2352, 2 * 2352 + 56 * (19 + 2), 224)),
        // A mean of one is no work.
        new Good(
            cell(Merge.MEAN, new CellNode(0, Function.SIGMOID)),
            List.of(SEQUENCE),
            one,
            new Cost(104, 728, 2 * 728 + 28 * 10, 112)));
  }

  @Override
  List<Bad> bad() {
    DagRecurrent layer = cell(Merge.MEAN, new CellNode(0, Function.TANH));
    return List.of(
        new Bad(layer, List.of(VECTOR), "takes a sequence [features, steps], got a vector of 20"),
        new Bad(layer, List.of(SEQUENCE, SEQUENCE), "takes one input, got 2"));
  }

  private static void assertRefused(String message, int units, CellNode... nodes) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new DagRecurrent(units, false, Function.TANH, List.of(nodes), Merge.MEAN));
    assertEquals(message, error.getMessage());
  }

  @Test
  void aCellThatIsNoneIsRefused() {
    assertRefused("units (0) must be at least 1", 0, new CellNode(0, Function.TANH));
    assertRefused("nodes must hold 1 to 256 nodes, got 0", 4);
    assertRefused(
        "node 2 reads state 2; must read one from 0 (the entry) to 1",
        4,
        new CellNode(0, Function.TANH),
        new CellNode(2, Function.TANH));
    assertRefused(
        "node 1 reads state -1; must read one from 0 (the entry) to 0",
        4,
        new CellNode(-1, Function.TANH));
  }

  @Test
  void looseEndsAreTheNodesThatNobodyReads() {
    assertEquals(List.of(2, 3), of(false, Function.TANH, Merge.LOOSE_ENDS).merged());
    assertEquals(List.of(1, 2, 3), of(false, Function.TANH, Merge.MEAN).merged());
  }

  @Test
  void theNumberingOfNodesDoesNotMatterToTheHash() {
    CellNode[] nodes = {
      new CellNode(0, Function.TANH), new CellNode(0, Function.RELU), new CellNode(1, Function.RELU)
    };
    CellNode[] others = {
      new CellNode(0, Function.RELU), new CellNode(0, Function.TANH), new CellNode(2, Function.RELU)
    };
    Network one = network(cell(Merge.LOOSE_ENDS, nodes));
    Network other = network(cell(Merge.LOOSE_ENDS, others));
    assertEquals(one.canonicalHash(), other.canonicalHash());
    assertEquals(one.live(), other.live(), "the same weights in the same places");
    assertNotEquals(one.declaredHash(), other.declaredHash());
    assertNotEquals(one.canonicalHash(), network(cell(Merge.MEAN, nodes)).canonicalHash());
  }

  @Test
  void whereNoNodeReadsAnotherAllAreLooseEnds() {
    CellNode[] star = {new CellNode(0, Function.TANH), new CellNode(0, Function.RELU)};
    assertEquals(
        network(cell(Merge.MEAN, star)).canonicalHash(),
        network(cell(Merge.LOOSE_ENDS, star)).canonicalHash());
  }

  private static Network network(DagRecurrent layer) {
    Network.Builder network = Network.builder(SEQUENCE);
    network.add("cell", layer, 0);
    return network.build();
  }

  /**
   * Equal texts are equal functions, checked by a reference that shares nothing with the layer: a
   * state is a number, each node's weights are its own, and weights go with the nodes.
   */
  @Test
  void equalTextsAreEqualFunctionsUpToTheOrderOfTheWeights() {
    RandomGenerator random = Seeds.generator(17);
    Map<String, DagRecurrent> seen = new HashMap<>();
    int pairs = 0;
    for (int i = 0; i < 6_000; i++) {
      DagRecurrent cell = random(random);
      DagRecurrent before = seen.putIfAbsent(cell.canonicalCell(), cell);
      if (before != null && !before.equals(cell)) {
        assertTrue(sameFunction(before, cell), () -> before + " and " + cell);
        assertEquals(before.canonical(), cell.canonical());
        assertEquals(cell.canonicalCell(), cell.canonical().canonicalCell());
        pairs++;
      }
    }
    assertTrue(pairs > 2_000, pairs + " pairs");
    List<DagRecurrent> all = new ArrayList<>(seen.values());
    for (int i = 0; i < 2_000; i++) {
      DagRecurrent one = all.get(random.nextInt(all.size()));
      DagRecurrent other = all.get(random.nextInt(all.size()));
      assertEquals(one.equals(other), sameFunction(one, other), () -> one + " and " + other);
    }
  }

  private static DagRecurrent random(RandomGenerator random) {
    List<CellNode> nodes = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      nodes.add(
          new CellNode(
              random.nextInt(i + 1), random.nextBoolean() ? Function.TANH : Function.RELU));
    }
    Merge merge = random.nextBoolean() ? Merge.MEAN : Merge.LOOSE_ENDS;
    return new DagRecurrent(4, false, Function.TANH, nodes, merge);
  }

  /** Whether some assignment of the one's weights to the other's nodes makes them equal. */
  private static boolean sameFunction(DagRecurrent one, DagRecurrent other) {
    int count = one.nodes().size();
    if (count != other.nodes().size()) {
      return false;
    }
    double[] weights = new Random(5).doubles(2L * count, -2.0, 2.0).toArray();
    double expected = output(one, weights, IntStream.range(0, count).boxed().toList());
    return permutations(count).stream()
        .anyMatch(order -> Math.abs(output(other, weights, order) - expected) < 1e-12);
  }

  private static Set<List<Integer>> permutations(int count) {
    Set<List<Integer>> all = new HashSet<>();
    Random random = new Random(count);
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    int most = IntStream.rangeClosed(1, count).reduce(1, (a, b) -> a * b);
    while (all.size() < most) {
      all.add(List.copyOf(order));
      Collections.shuffle(order, random);
    }
    return all;
  }

  private static double output(DagRecurrent cell, double[] weights, List<Integer> order) {
    double[] states = new double[cell.nodes().size() + 1];
    boolean[] read = new boolean[states.length];
    states[0] = 0.7;
    for (int i = 1; i < states.length; i++) {
      CellNode node = cell.nodes().get(i - 1);
      double before = states[node.input()];
      read[node.input()] = true;
      double gate = 1.0 / (1.0 + Math.exp(-before * weights[2 * order.get(i - 1)]));
      double product = before * weights[2 * order.get(i - 1) + 1];
      double fresh =
          node.activation() == Function.TANH ? Math.tanh(product) : Math.max(0.0, product);
      states[i] = before + gate * (fresh - before);
    }
    double sum = 0.0;
    int count = 0;
    for (int i = 1; i < states.length; i++) {
      if (cell.merge() == Merge.MEAN || !read[i]) {
        sum += states[i];
        count++;
      }
    }
    return sum / count;
  }
}
