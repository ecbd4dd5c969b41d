package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.canonical.CanonicalOrder;
import dev.espalier.network.canonical.ColouredGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalHashTest {
  private static final Layer CONV = Conv2d.of(4, Window.same(3, 1));

  @Test
  void isTheSameInEveryReleaseOfThisFormat() {
    Network.Builder network = Network.builder(new Shape.Image(1, 8, 8));
    int conv = network.add("conv", CONV, 0);
    int pool = network.add("pool", new GlobalPool(Pooling.AVERAGE), conv);
    network.add("logits", Dense.of(10), pool);
    Network built = network.build();
    assertEquals(
        """
        espalier-network/2
        conv2d(filters=4,kernel=3x3,stride=1,dilation=1,padding=same,groups=1,bias=false) -> image:4x8x8
        dense(units=10,bias=true) -> vector:10
        global_pool(pooling=average) -> vector:4
        input(image:1x8x8) -> image:1x8x8
        3 <-
        0 <- 0
        2 <- 1
        1 <- 2
        """,
        CanonicalHash.text(built));
    assertEquals(
        "49ea9697c419c5d575a9adba184e2956c1544ccd676ad10cdd159c21e2f2f203", built.canonicalHash());
  }

  @Test
  void doesNotSeeKeysNodeOrderNorTheOrderOfAdditions() {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      Network network = Networks.random(1 + random.nextInt(60), random);
      Network copy = Networks.disguise(network, random);
      assertEquals(network.canonicalHash(), copy.canonicalHash(), network.nodes()::toString);
    }
  }

  @Test
  void seesEverySingleEditOfALayer() {
    Random random = new Random(12);
    for (int i = 0; i < 200; i++) {
      Network network = Networks.random(2 + random.nextInt(40), random);
      int edited = 1 + random.nextInt(network.nodes().size() - 1);
      Layer layer = network.node(edited).layer();
      Layer other = layer instanceof Activation ? new Activation(Activation.Function.GELU) : layer;
      if (layer instanceof Conv2d) {
        other = Conv2d.of(4, Window.same(7, 1));
      } else if (layer instanceof Pool2d) {
        other = Pool2d.average(Window.same(3, 1));
      }
      Network copy = withLayer(network, edited, other);
      assertEquals(
          layer.equals(other), network.canonicalHash().equals(copy.canonicalHash()), "edit " + i);
    }
  }

  private static Network withLayer(Network network, int edited, Layer layer) {
    Network.Builder builder = Network.builder(network.inputShape());
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      builder.add(node.key(), node.id() == edited ? layer : node.layer(), node.inputs());
    }
    return builder.build();
  }

  @Test
  void seesTheInputShape() {
    assertNotEquals(
        Network.builder(new Shape.Image(1, 8, 8)).build().canonicalHash(),
        Network.builder(new Shape.Image(1, 8, 9)).build().canonicalHash());
    assertNotEquals(
        Network.builder(new Shape.Image(8, 1, 1)).build().canonicalHash(),
        Network.builder(new Shape.Vector(8)).build().canonicalHash());
  }

  @Test
  void tellsOneLayerReadTwiceFromTwoEqualLayers() {
    Network.Builder shared = Network.builder(Networks.IMAGE);
    int once = shared.add("a", CONV, 0);
    shared.add("end", new Add(), once, once);
    Network.Builder apart = Network.builder(Networks.IMAGE);
    int a = apart.add("a", CONV, 0);
    int b = apart.add("b", CONV, 0);
    apart.add("end", new Add(), a, b);
    assertNotEquals(shared.build().canonicalHash(), apart.build().canonicalHash());
  }

  @Test
  void countsHowOftenAnAdditionReadsTheSame() {
    Set<String> hashes = new HashSet<>();
    for (int[] terms : List.of(new int[] {0, 1}, new int[] {0, 0, 1}, new int[] {0, 1, 1})) {
      Network.Builder network = Network.builder(Networks.IMAGE);
      network.add("conv", CONV, 0);
      network.add("sum", new Add(), terms);
      hashes.add(network.build().canonicalHash());
    }
    assertEquals(3, hashes.size());
  }

  @Test
  void seesTheOrderOfConcatenations() {
    assertNotEquals(concat(1, 0).canonicalHash(), concat(0, 1).canonicalHash());
  }

  private static Network concat(int... order) {
    Network.Builder network = Network.builder(Networks.IMAGE);
    network.add("conv", CONV, 0);
    network.add("join", new Concat(), order);
    return network.build();
  }

  @Test
  void doesNotSeeWhatIsDeadOrDoesNothing() {
    Network.Builder network = Network.builder(Networks.IMAGE);
    int conv = network.add("conv", CONV, 0);
    network.add("dead", CONV, conv);
    int zero = network.add("zero", new Zero(Networks.IMAGE));
    int deadConv = network.add("fed by zero", CONV, zero);
    int sum = network.add("sum", new Add(), conv, deadConv);
    network.add("same", new Identity(), sum);
    Network.Builder plain = Network.builder(Networks.IMAGE);
    plain.add("conv", CONV, 0);
    assertEquals(plain.build().canonicalHash(), network.build().canonicalHash());
  }

  @Test
  void declaredHashSeesKeysAndDeadLayers() {
    Set<String> hashes = new HashSet<>();
    for (String key : List.of("a", "b")) {
      for (Layer dead : List.of(CONV, Activation.relu())) {
        Network.Builder network = Network.builder(Networks.IMAGE);
        network.add("dead", dead, 0);
        network.add(key, CONV, 0);
        hashes.add(network.build().declaredHash());
      }
    }
    assertEquals(4, hashes.size());
  }

  @Test
  void needsNoSearchForCellsOfEqualBranches() {
    Random random = new Random(13);
    Network network = cellsOfEqualBranches(30, 3);
    ColouredGraph graph = graph(network);
    assertEquals(0, CanonicalOrder.of(graph).steps());
    assertEquals(network.canonicalHash(), Networks.disguise(network, random).canonicalHash());
  }

  @Test
  void searchesCoupledTwinsInPolynomialTime() {
    Random random = new Random(14);
    Network network = coupledTowers(60);
    int steps = CanonicalOrder.of(graph(network)).steps();
    // A first path of one choice a storey, then for each storey one more path from there down.
    assertTrue(steps > 60 && steps <= 60 * 61, "steps: " + steps);
    assertEquals(network.canonicalHash(), Networks.disguise(network, random).canonicalHash());
  }

  private static Network cellsOfEqualBranches(int cells, int branches) {
    Network.Builder network = Network.builder(Networks.IMAGE);
    int x = 0;
    for (int cell = 0; cell < cells; cell++) {
      List<Integer> ends = new ArrayList<>();
      for (int branch = 0; branch < branches; branch++) {
        String key = cell + "." + branch;
        int conv = network.add(key + ".conv", CONV, x);
        int norm = network.add(key + ".norm", new BatchNorm(), conv);
        ends.add(network.add(key + ".relu", Activation.relu(), norm));
      }
      x = network.add(cell + ".sum", new Add(), ends);
    }
    return network.build();
  }

  /** Two towers with all storeys connected to the next, which swapping a storey leaves the same. */
  private static Network coupledTowers(int storeys) {
    Network.Builder network = Network.builder(Networks.IMAGE);
    int left = network.add("l", CONV, 0);
    int right = network.add("r", CONV, 0);
    for (int storey = 0; storey < storeys; storey++) {
      int a = network.add("a" + storey, new Add(), left, right);
      int b = network.add("b" + storey, new Add(), left, right);
      left = network.add("l" + storey, CONV, a);
      right = network.add("r" + storey, CONV, b);
    }
    network.add("end", new Add(), left, right);
    return network.build();
  }

  private static ColouredGraph graph(Network network) {
    NodeLabels labels = NodeLabels.of(network);
    return labels.graph(network, labels.signatures(network));
  }
}
