package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveNetworkTest {
  private static final Shape.Image IMAGE = Networks.IMAGE;
  private static final Layer CONV = Conv2d.of(4, Window.same(3, 1));

  private final Network.Builder network = Network.builder(IMAGE);

  /** Nodes of the live network, each with what it reads: {@code sum(input,conv)}. */
  private String live() {
    Network live = network.build().live();
    return live.nodes().stream()
        .map(
            node ->
                node.inputs().stream()
                    .map(id -> live.node(id).key())
                    .collect(Collectors.joining(",", node.key() + "(", ")")))
        .collect(Collectors.joining(" "));
  }

  @Test
  void dropsWhatDoesNotReachTheOutput() {
    int conv = network.add("conv", CONV, 0);
    int dead = network.add("dead", CONV, conv);
    network.add("dead too", Activation.relu(), dead);
    network.add("relu", Activation.relu(), conv);
    assertEquals("input() conv(input) relu(conv)", live());
  }

  @Test
  void contractsIdentitiesEvenAtTheOutput() {
    int same = network.add("same", new Identity(), 0);
    int conv = network.add("conv", CONV, same);
    network.add("end", new Identity(), conv);
    assertEquals("input() conv(input)", live());
  }

  @Test
  void aNetworkOfIdentitiesIsItsInput() {
    network.add("end", new Identity(), 0);
    assertEquals("input()", live());
  }

  static List<Layer> layersOfOneInput() {
    return List.of(
        CONV,
        new Conv2d(4, Window.same(3, 1), 1, true),
        new BatchNorm(),
        new Activation(Activation.Function.SIGMOID),
        Pool2d.max(Window.same(3, 1)),
        new Dropout(0.5),
        new Identity(),
        new Add(),
        new Concat());
  }

  @ParameterizedTest
  @MethodSource("layersOfOneInput")
  void whatIsFedByZeroIsZero(Layer layer) {
    int zero = network.add("zero", new Zero(IMAGE));
    int fed = network.add("fed", layer, zero);
    int conv = network.add("conv", CONV, 0);
    network.add("sum", new Add(), conv, fed);
    assertEquals("input() conv(input)", live());
  }

  @Test
  void headsFedByZeroAreZero() {
    int zero = network.add("zero", new Zero(IMAGE));
    int flat = network.add("flat", new Flatten(), zero);
    int pooled = network.add("pooled", new GlobalPool(Pooling.MAX), zero);
    int dense = network.add("dense", Dense.of(3), flat);
    int second = network.add("second", Dense.of(3), pooled);
    int real = network.add("real flat", new Flatten(), 0);
    int logits = network.add("real", Dense.of(3), real);
    network.add("sum", new Add(), dense, second, logits);
    assertEquals("input() real flat(input) real(real flat)", live());
  }

  @Test
  void additionsDropTheirZeros() {
    int zero = network.add("zero", new Zero(IMAGE));
    int conv = network.add("conv", CONV, 0);
    network.add("sum", new Add(), conv, zero, 0, zero);
    assertEquals("input() conv(input) sum(input,conv)", live());
  }

  @Test
  void additionsOfTheSameTwiceStay() {
    int same = network.add("same", new Identity(), 0);
    network.add("sum", new Add(), 0, same);
    assertEquals("input() sum(input,input)", live());
  }

  @Test
  void concatenationsKeepTheirZerosAsLeaves() {
    int zero = network.add("zero", new Zero(IMAGE));
    int fed = network.add("fed", CONV, zero);
    int conv = network.add("conv", CONV, 0);
    network.add("join", new Concat(), fed, conv, zero);
    assertEquals("input() conv(input) fed.zero() join(fed.zero,conv,fed.zero)", live());
    Network live = network.build().live();
    assertEquals(new Shape.Image(12, 8, 8), live.output().shape());
    assertEquals(new Zero(IMAGE), live.node(2).layer());
  }

  @Test
  void aLeafNeverTakesTheKeyOfAnotherNode() {
    int zero = network.add("zero", new Zero(IMAGE));
    int fed = network.add("fed", CONV, zero);
    int conv = network.add("fed.zero", CONV, 0);
    network.add("join", new Concat(), fed, conv);
    assertEquals("input() fed.zero(input) fed.zero.zero() join(fed.zero.zero,fed.zero)", live());
  }

  @Test
  void concatenationsOfZerosAreZero() {
    int zero = network.add("zero", new Zero(IMAGE));
    int join = network.add("join", new Concat(), zero, zero);
    int project = network.add("project", CONV, join);
    int conv = network.add("conv", CONV, 0);
    network.add("sum", new Add(), project, conv);
    assertEquals("input() conv(input)", live());
  }

  @Test
  void aSumThatOnlyASumReadsIsPartOfIt() {
    int first = network.add("a", CONV, 0);
    int second = network.add("b", CONV, 0);
    int inner = network.add("inner", new Add(), first, second);
    int third = network.add("c", CONV, 0);
    int outer = network.add("outer", new Add(), inner, third);
    network.add("last", new Add(), 0, outer);
    assertEquals("input() a(input) b(input) c(input) last(input,a,b,c)", live());
  }

  @Test
  void aSumThatIsReadTwiceStays() {
    int conv = network.add("a", CONV, 0);
    int inner = network.add("inner", new Add(), 0, conv);
    network.add("outer", new Add(), inner, inner);
    assertEquals("input() a(input) inner(input,a) outer(inner,inner)", live());
  }

  @Test
  void anOutputWithoutInputIsAnError() {
    int zero = network.add("zero", new Zero(IMAGE));
    network.add("conv", CONV, zero);
    Network built = network.build();
    NetworkException error = assertThrows(NetworkException.class, built::live);
    String message = String.valueOf(error.getMessage());
    assertTrue(message.matches("output conv \\(.*\\) does not depend on the input: .*"), message);
    assertThrows(NetworkException.class, built::cost);
    assertThrows(NetworkException.class, built::canonicalHash);
  }

  @Test
  void aLiveNetworkIsItsOwn() {
    Network built = Networks.random(40, new Random(31)).live();
    assertSame(built, built.live());
  }

  @Test
  void reducingTwiceChangesNothingMore() {
    Random random = new Random(32);
    int reduced = 0;
    for (int i = 0; i < 300; i++) {
      Network declared = withHoles(Networks.random(2 + random.nextInt(40), random), random);
      Network live = declared.live();
      assertEquals(live.nodes(), live.live().nodes());
      assertEquals(declared.canonicalHash(), live.canonicalHash());
      assertTrue(live.cost().macs() <= declared.declaredCost().macs());
      reduced += live.equals(declared) ? 0 : 1;
    }
    assertTrue(reduced > 200, "hardly anything to reduce: " + reduced);
  }

  /** Every sixth node or so replaced by a zero or an identity; the input added to the output. */
  private static Network withHoles(Network network, Random random) {
    Network.Builder builder = Network.builder(network.inputShape());
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      Layer layer = node.layer();
      List<Integer> inputs = new ArrayList<>(node.inputs());
      int dice = random.nextInt(12);
      if (dice == 0) {
        layer = new Zero(node.shape());
        inputs.clear();
      } else if (dice == 1 && builder.shape(inputs.get(0)).equals(node.shape())) {
        layer = new Identity();
        inputs.subList(1, inputs.size()).clear();
      }
      builder.add(node.key(), layer, inputs);
    }
    builder.add("last", new Concat(), network.nodes().size() - 1, 0);
    return builder.build();
  }
}
