package dev.espalier.search;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.Loss;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Cost;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.EdgeText;
import dev.espalier.spaces.cell.Setting;
import dev.espalier.spaces.cell.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether the canonical hash tells functions apart, and joins equal ones, over all cells of
 * NAS-Bench-201: networks of one such cell run on an example.
 */
@Tag("slow")
class HashClassesTest {
  private static final int PAIRS = 2_000;
  private static final Shape.Image IMAGE = new Shape.Image(2, 5, 5);
  private static final List<String> OPERATIONS =
      List.of("zero", "skip", "conv_1x1", "conv_3x3", "avg_pool_3x3");
  private static final List<Network> NETWORKS = new ArrayList<>();

  @BeforeAll
  static void expandAll() {
    CellSpace space =
        CellSpace.of(
            CellSpaceSpec.named("one-cell")
                .input(IMAGE)
                .outputs(3)
                .stem("conv_bn_3x3", Setting.of(3))
                .cell("cell", cell -> cell.nodes(3).wiring(Wiring.all()).ops(OPERATIONS))
                .stage("cell")
                .head("flatten")
                .build());
    for (int number = 0; number < 15_625; number++) {
      try {
        NETWORKS.add(space.expand(EdgeText.parse(space, text(number))));
      } catch (NetworkException refused) {
        assertTrue(refused.toString().contains("cut off"), refused::toString);
      }
    }
    assertEquals(15_625 - 341, NETWORKS.size());
  }

  private static String text(int number) {
    StringBuilder text = new StringBuilder();
    int rest = number;
    for (int node = 0; node < 3; node++) {
      text.append(node == 0 ? "|" : "+|");
      for (int source = 0; source <= node; source++) {
        text.append(OPERATIONS.get(rest % 5)).append('~').append(source).append('|');
        rest /= 5;
      }
    }
    return text.toString();
  }

  @Test
  void networksOfOneHashAreOneFunction() {
    ListMultimap<String, Network> classes = ArrayListMultimap.create();
    NETWORKS.forEach(network -> classes.put(network.canonicalHash(), network));
    classes.keySet().removeIf(hash -> classes.get(hash).size() < 2);
    List<Network> others = List.copyOf(classes.values());
    RandomGenerator random = Seeds.generator(21);
    for (int pair = 0; pair < PAIRS; pair++) {
      Network first = others.get(random.nextInt(others.size()));
      List<Network> equal = classes.get(first.canonicalHash());
      Network second = equal.get(random.nextInt(equal.size()));
      assertArrayEquals(
          output(first, new ByPlace()), output(second, new ByPlace()), 1e-4f, first + " " + second);
    }
  }

  /**
   * Layers that look alike get equal weights, so that no other way to pair the layers of both
   * networks could make their outputs equal.
   */
  @Test
  void networksOfOneCostAndTwoHashesAreTwoFunctions() {
    ListMultimap<Cost, Network> costs = ArrayListMultimap.create();
    NETWORKS.forEach(network -> costs.put(network.cost(), network));
    RandomGenerator random = Seeds.generator(22);
    int undecided = 0;
    int pairs = 0;
    while (pairs < PAIRS) {
      Network first = NETWORKS.get(random.nextInt(NETWORKS.size()));
      List<Network> equal = costs.get(first.cost());
      Network second = equal.get(random.nextInt(equal.size()));
      if (first.canonicalHash().equals(second.canonicalHash())) {
        continue;
      }
      pairs++;
      if (distance(output(first, new ByLooks()), output(second, new ByLooks())) < 1e-4) {
        undecided++;
      }
    }
    assertEquals(0, undecided, "pairs of " + PAIRS);
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0.0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** Where the weights of a layer come from. */
  private interface Weights {
    RandomGenerator of(int place, Node node);
  }

  private record ByPlace() implements Weights {
    @Override
    public RandomGenerator of(int place, Node node) {
      return Seeds.generator(place);
    }
  }

  private record ByLooks() implements Weights {
    @Override
    public RandomGenerator of(int place, Node node) {
      return Seeds.generator((node.layer() + " " + node.shape()).hashCode());
    }
  }

  private static float[] output(Network network, Weights weights) {
    ComputationGraph graph =
        GraphLowering.lower(
            network,
            OutputSpec.of(Loss.MEAN_SQUARED_ERROR),
            Recipe.builder().build(),
            Engine.STOCK,
            1);
    List<Node> nodes = network.canonicalNodes();
    for (int place = 0; place < nodes.size(); place++) {
      Node node = nodes.get(place);
      RandomGenerator random = weights.of(place, node);
      if (node.layer() instanceof Conv2d) {
        fill(graph, node.key(), "W", random, 0.0);
      } else if (node.layer() instanceof Dense) {
        fill(graph, node.key(), "W", random, 0.0);
        fill(graph, node.key(), "b", random, 0.0);
      } else if (node.layer() instanceof BatchNorm) {
        fill(graph, node.key(), "gamma", random, 1.0);
        fill(graph, node.key(), "beta", random, 0.0);
        fill(graph, node.key(), "mean", random, 0.0);
        fill(graph, node.key(), "var", random, 2.0);
      }
    }
    INDArray input =
        Nd4j.create(
            values(Seeds.generator(5), IMAGE.channels() * IMAGE.height() * IMAGE.width(), 0.0),
            new long[] {1, IMAGE.channels(), IMAGE.height(), IMAGE.width()},
            'c');
    return graph.outputSingle(input).dup('c').data().asFloat();
  }

  private static void fill(
      ComputationGraph graph, String key, String parameter, RandomGenerator random, double mean) {
    INDArray target = requireNonNull(graph.getLayer(key).getParam(parameter), key);
    target.assign(
        Nd4j.create(values(random, Math.toIntExact(target.length()), mean), target.shape(), 'c'));
  }

  private static float[] values(RandomGenerator random, int count, double mean) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + random.nextDouble() - 0.5);
    }
    return values;
  }
}
