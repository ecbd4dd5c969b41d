package dev.espalier.spaces.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Cost;
import dev.espalier.network.Dropout;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.objective.Constraint;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.Domain;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.Kind;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Role;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.study.ConstrainedSpace;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CellSpaceTest {
  private static CellSpace fashion() {
    return CellSpace.of(
        new CellSpaceYaml(OperationRegistry.standard())
            .parse("fashion-cells.space.yaml", CellSpaceYamlTest.FASHION));
  }

  /** One node, one edge; then a reduction. */
  private static CellSpaceBuilder tiny() {
    return CellSpaceSpec.named("tiny")
        .input(new Shape.Image(1, 4, 4))
        .outputs(3)
        .stem("conv_bn_relu_3x3", Setting.of(2))
        .cell("normal", cell -> cell.ops("zero", "conv_1x1"))
        .cell("reduce", cell -> cell.ops("max_pool_3x3").stride(2))
        .stage("normal")
        .stage("reduce")
        .head("global_avg_pool");
  }

  /** Cells of their own, of which each is cut off in a third of all draws. */
  private static CellSpace chain(int cells) {
    return CellSpace.of(
        CellSpaceSpec.named("chain")
            .input(new Shape.Image(1, 4, 4))
            .outputs(3)
            .stem("conv_bn_relu_3x3", Setting.of(2))
            .cell("own", cell -> cell.ops("zero", "conv_1x1", "skip").share(false))
            .stage("own", Setting.of(cells))
            .head("global_avg_pool")
            .build());
  }

  @Test
  void aLongChainOfCellsThatMayBeCutIsDrawnAlways() {
    for (int cells : new int[] {13, 40}) {
      CellSpace space = chain(cells);
      for (int i = 0; i < 200; i++) {
        assertEquals(3, space.expand(space.sample(Seeds.generator(i))).output().shape().features());
      }
    }
  }

  /** Eight architectures of three cells have a path, each as likely as the others. */
  @Test
  void architecturesWithAPathAreDrawnUniformly() {
    CellSpace space = chain(3);
    Map<Architecture, Integer> counts = new HashMap<>();
    RandomGenerator random = Seeds.generator(4);
    for (int i = 0; i < 8_000; i++) {
      counts.merge(space.sample(random), 1, Integer::sum);
    }
    assertEquals(8, counts.size());
    double chi = counts.values().stream().mapToDouble(n -> (n - 1_000) * (n - 1_000) / 1e3).sum();
    assertTrue(chi < 24.3, "chi squared with 7 degrees of freedom, 1 in 1,000: " + chi);
  }

  /** One architecture in 1,500 fits. */
  @Test
  void rareArchitecturesOfAPresetAreFoundFromEverySeed() {
    NetworkSpace digits =
        Presets.get("cnn-cells")
            .bind(new Shape.Image(1, 8, 8), 10)
            .space(OperationRegistry.standard());
    List<Constraint> narrow =
        List.of(new Constraint("params", 20_000, 21_000), new Constraint("macs", 300_000, 310_000));
    for (int seed = 0; seed < 10; seed++) {
      ConstrainedSpace space = ConstrainedSpace.of(digits, narrow);
      Network network = digits.expand(space.sample(Seeds.generator(seed)));
      assertTrue(network.cost().params() >= 20_000 && network.cost().params() <= 21_000);
      assertTrue(network.cost().macs() >= 300_000 && network.cost().macs() <= 310_000);
    }
  }

  private static List<String> keys(Network network) {
    return network.nodes().stream().map(Node::key).toList();
  }

  @Test
  void tenThousandArchitecturesAreDrawnVariedCombinedAndReadBack() {
    CellSpace space = fashion();
    RandomGenerator random = Seeds.generator(1);
    Architecture previous = space.sample(random);
    int length = space.encode(previous).length;
    Set<Architecture> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      Architecture architecture =
          switch (i % 3) {
            case 0 -> space.sample(random);
            case 1 -> space.mutate(previous, random);
            default -> space.cross(previous, space.sample(random), random);
          };
      if (i % 3 == 1) {
        assertNotEquals(previous, architecture);
      }
      assertEquals(new Shape.Vector(10), space.expand(architecture).output().shape());
      assertEquals(architecture, space.check(Architecture.parse(architecture.encoding())));
      double[] encoded = space.encode(architecture);
      assertEquals(length, encoded.length);
      for (double number : encoded) {
        assertTrue(number >= 0.0 && number <= 1.0);
      }
      seen.add(architecture);
      previous = architecture;
    }
    assertTrue(seen.size() > 9_500, "distinct " + seen.size());
  }

  @Test
  void theSameSeedDrawsTheSameArchitectures() {
    CellSpace space = fashion();
    RandomGenerator first = Seeds.generator(2);
    RandomGenerator second = Seeds.generator(2);
    for (int i = 0; i < 50; i++) {
      assertEquals(space.sample(first), space.sample(second));
    }
  }

  @Test
  void samplesFallEvenlyOnTheValuesOfADecision() {
    CellSpace space = fashion();
    RandomGenerator random = Seeds.generator(6);
    int narrow = 0;
    for (int i = 0; i < 3_000; i++) {
      narrow += space.sample(random).integer("channels") == 8 ? 1 : 0;
    }
    // A binomial of 3000 draws at 1/3 has a standard deviation of 26; four of them are 104.
    assertEquals(1_000, narrow, 104);
  }

  @Test
  void neighboursDifferAndAreConnected() {
    CellSpace space = fashion();
    Architecture architecture = space.sample(Seeds.generator(3));
    Set<Architecture> neighbours = new HashSet<>(space.neighbours(architecture));
    assertTrue(neighbours.size() > 20, "neighbours " + neighbours.size());
    assertFalse(neighbours.contains(architecture));
    neighbours.forEach(space::expand);
  }

  @Test
  void crossoverTakesACellFromOneParent() {
    CellSpace space = fashion();
    RandomGenerator random = Seeds.generator(4);
    for (int i = 0; i < 200; i++) {
      Architecture mother = space.sample(random);
      Architecture father = space.sample(random);
      Architecture child = space.cross(mother, father, random);
      for (String cell : List.of("normal.", "reduce.")) {
        assertTrue(
            genes(child, cell).equals(genes(mother, cell))
                || genes(child, cell).equals(genes(father, cell)));
      }
    }
  }

  private static List<String> genes(Architecture architecture, String prefix) {
    return architecture.values().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Object::toString)
        .toList();
  }

  @Test
  void theCostOfATinyArchitectureIsThatCountedByHand() {
    CellSpace space = CellSpace.of(tiny().build());
    Cost cost = space.expand(Architecture.parse("normal.n0.op0=conv_1x1")).declaredCost();
    // Stem 9 * 2 weights on 16 pixels, batch norm 4; conv_1x1 2 * 2 on 16, batch norm 4; projection
    // of the reduction's input 2 * 4 on 16, batch norm 8; last batch norm 8; logits 4 * 3 + 3.
    assertEquals(18 + 4 + 4 + 4 + 8 + 8 + 8 + 15, cost.params());
    assertEquals(18 * 16 + 4 * 16 + 8 * 16 + 12, cost.macs());
  }

  @Test
  void weightKeysSayThePlace() {
    CellSpace space = CellSpace.of(tiny().build());
    assertEquals(
        List.of(
            "input",
            "stem.conv",
            "stem.bn",
            "stem.relu",
            "s0.c0.n0.i0.conv_1x1.relu",
            "s0.c0.n0.i0.conv_1x1.conv",
            "s0.c0.n0.i0.conv_1x1.bn",
            "s1.c0.i0.conv",
            "s1.c0.i0.bn",
            "s1.c0.n0.i0.max_pool_3x3.pool",
            "last.bn",
            "last.relu",
            "head.pool",
            "logits"),
        keys(space.expand(Architecture.parse("normal.n0.op0=conv_1x1"))));
  }

  @Test
  void anArchitectureWithoutAPathIsRefusedAndNeverDrawn() {
    CellSpace space = CellSpace.of(tiny().build());
    Architecture cut = Architecture.parse("normal.n0.op0=zero");
    assertTrue(
        assertThrows(NetworkException.class, () -> space.expand(cut))
            .toString()
            .contains(
                "architecture normal.n0.op0=zero of space tiny: the output is cut off from the input"));
    RandomGenerator random = Seeds.generator(7);
    Architecture whole = Architecture.parse("normal.n0.op0=conv_1x1");
    for (int i = 0; i < 20; i++) {
      assertEquals(whole, space.sample(random));
      assertEquals(whole, space.mutate(cut, random));
    }
    assertEquals(whole, space.mutate(whole, random));
    assertEquals(List.of(), space.neighbours(whole));
  }

  @Test
  void anArchitectureOfAnotherSpaceIsRefused() {
    CellSpace space = CellSpace.of(tiny().build());
    assertThrows(
        IllegalArgumentException.class,
        () -> space.expand(Architecture.parse("normal.n0.op0=conv_5x5")));
  }

  @Test
  void aCellOfTwoInputsReadsTheTwoCellsBeforeItAcrossAReduction() {
    CellSpace space =
        CellSpace.of(
            CellSpaceSpec.named("two")
                .input(new Shape.Image(3, 9, 7))
                .outputs(2)
                .stem("conv_bn_relu_1x1", Setting.of(4))
                .cell("normal", c -> c.inputs(2).nodes(2).merge(Merge.CONCAT).ops("conv_3x3"))
                .cell("reduce", cell -> cell.like("normal").stride(2))
                .stage("normal")
                .stage("reduce")
                .stage("normal", Setting.of(2))
                .head("flatten")
                .build());
    assertEquals(BigInteger.valueOf(3 * 3), space.size());
    Network network = space.expand(Architecture.parse("normal.n1.in=i0+i1;reduce.n1.in=i1+n0"));
    assertTrue(keys(network).contains("s2.c0.i1.conv"));
    assertFalse(keys(network).contains("s2.c1.i1.conv"));
    assertEquals(new Shape.Image(8, 5, 4), shape(network, "s2.c0.i1.bn"));
    assertEquals(new Shape.Image(16, 5, 4), shape(network, "s2.c1.out.concat"));
    assertEquals(new Shape.Vector(8 * 5 * 4), shape(network, "head.flatten"));
  }

  private static Shape shape(Network network, String key) {
    return network.nodes().stream()
        .filter(node -> node.key().equals(key))
        .findFirst()
        .orElseThrow()
        .shape();
  }

  @Test
  void aCellMayAddItsLooseEnds() {
    CellSpace space =
        CellSpace.of(
            tiny()
                .cell("fork", cell -> cell.nodes(3).edgesPerNode(1).ops("conv_1x1"))
                .stage("fork")
                .build());
    Network network =
        space.expand(Architecture.parse("normal.n0.op0=conv_1x1;fork.n1.in=i0;fork.n2.in=n0"));
    Node add =
        network.nodes().stream()
            .filter(node -> node.key().equals("s2.c0.out.add"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("s2.c0.n1.i0.conv_1x1.bn", "s2.c0.n2.n0.conv_1x1.bn"),
        add.inputs().stream().map(id -> network.node(id).key()).toList());
  }

  @Test
  void widthAndDepthAreDecisionsToo() {
    CellSpace space =
        CellSpace.of(
            CellSpaceSpec.named("mlp")
                .input(new Shape.Vector(4))
                .outputs(1)
                .decision("depth", Domain.range(1, 3))
                .stem("dense_tanh", Setting.open(Domain.choice("8", "32")))
                .cell("hidden", cell -> cell.nodes(Setting.decision("depth")).ops("dense_relu"))
                .stage("hidden", Setting.decision("depth"))
                .head("identity")
                .build());
    // Depth 1: nothing else. 2: n1 reads both. 3: n2 reads 2 of 3. Each for 2 widths.
    assertEquals(BigInteger.valueOf((1 + 1 + 3) * 2), space.size());
    Network network = space.expand(Architecture.parse("depth=1;stem.channels=8"));
    assertEquals(4 * 8 + 8 + 8 * 8 + 8 + 8 + 1, network.declaredCost().params());
  }

  @Test
  void aNamedDecisionIsAWidthWhereItSaysHowManyChannels() {
    CellSpaceBuilder spec =
        tiny()
            .decision("wide", Domain.choice("8", "16"))
            .decision("deep", Domain.range(1, 2))
            .stem("conv_bn_relu_3x3", Setting.decision("wide"))
            .stage("normal", Setting.decision("deep"));
    Map<String, DecisionKind> kinds =
        CellSpace.of(spec.build()).decisions().stream()
            .collect(Collectors.toMap(Decision::name, Decision::kind));
    assertEquals(DecisionKind.WIDTH, kinds.get("wide"));
    assertEquals(DecisionKind.OTHER, kinds.get("deep"));
  }

  @Test
  void anOperationThatBreaksItsRoleIsNamedWithItsPlace() {
    CellSpaceSpec spec =
        tiny().cell("odd", cell -> cell.ops("wide").stride(2)).stage("odd").build();
    CellSpace space = CellSpace.of(spec, OperationRegistry.standard().with(new Wide()));
    assertEquals(
        "cell 'odd' (s2.c0), the edge from i0 to n0, operation wide: must give the shape 8x1x1, gave 8x2x2",
        assertThrows(
                NetworkException.class,
                () -> space.expand(Architecture.parse("normal.n0.op0=conv_1x1")))
            .getMessage());
  }

  @Test
  void aDrawingShowsLiveEdgesAndFitsATerminal() {
    CellSpace space = fashion();
    Architecture architecture =
        Architecture.parse(
            "channels=16;normal.nodes=2;normal.n0.op0=conv_3x3;normal.n1.op0=skip;"
                + "normal.n1.op1=sep_conv_3x3;reduce.nodes=3;reduce.n0.op0=max_pool_3x3;"
                + "reduce.n1.op0=zero;reduce.n1.op1=skip;reduce.n2.in=i0+n1;reduce.n2.op0=conv_3x3;"
                + "reduce.n2.op1=skip;s0.repeat=1;s2.repeat=3;s4.repeat=2");
    assertEquals(
        """
        input 1x28x28 -> conv_bn_relu_3x3, 16 wide -> normal -> reduce -> normal x3
           -> reduce -> normal x2 -> global_avg_pool -> 10 outputs

        cell normal
          i0  --conv_3x3------> n0
          i0  --skip----------> n1
          n0  --sep_conv_3x3--> n1
          output = concat(n0, n1)

        cell reduce (halves the image)
          i0  --max_pool_3x3--> n0
          n0  --skip----------> n1
          i0  --conv_3x3------> n2
          n1  --skip----------> n2
          output = concat(n0, n1, n2)
        """,
        space.drawing(architecture).text());
    RandomGenerator random = Seeds.generator(8);
    for (int i = 0; i < 100; i++) {
      String text = space.drawing(space.sample(random)).text();
      assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    }
  }

  @Test
  void encodingsOfDifferentArchitecturesDiffer() {
    CellSpace space = CellSpace.of(tiny().build());
    assertArrayEquals(
        new double[] {0, 1}, space.encode(Architecture.parse("normal.n0.op0=conv_1x1")));
  }

  /** Forgets the stride. */
  private static final class Wide implements Operation {
    @Override
    public String id() {
      return "wide";
    }

    @Override
    public String summary() {
      return "forgets the stride";
    }

    @Override
    public ImmutableSet<Kind> kinds() {
      return ImmutableSet.of(Kind.IMAGE);
    }

    @Override
    public ImmutableSet<Role> roles() {
      return ImmutableSet.of(Role.CELL);
    }

    @Override
    public int add(Network.Builder network, String key, int input, int features, int stride) {
      return network.add(key + ".dropout", new Dropout(0.5), input);
    }
  }
}
