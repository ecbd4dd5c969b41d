package dev.espalier.spaces.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.ConfigException;
import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.SpaceFiles;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TransformerSpaceTest {
  private static final Shape.Tokens PASSAGES = new Shape.Tokens(100, 16);

  private static TransformerSpaceSpec.Builder builder() {
    return TransformerSpaceSpec.named("passages").input(PASSAGES).outputs(3);
  }

  private static TransformerSpace all() {
    return builder()
        .layers(1, 3)
        .width(8, 16)
        .heads(2, 4)
        .feedForward(16, 32)
        .activations("relu", "gelu")
        .norms("pre", "post")
        .mixings("attention", "identity")
        .positions("sinusoidal", "learned", "none")
        .dropout(0, 10)
        .summaries("mean", "max", "last")
        .build()
        .space(OperationRegistry.standard());
  }

  @Test
  void mixingCountsOnlyWhereThereIsALayer() {
    assertEquals(BigInteger.valueOf(32 * 3 * 2 * 3 * (2 + 4 + 8)), all().size());
  }

  @Test
  void anEncoderLayerHasTheParametersOfTheOneInPyTorch() {
    TransformerSpace space =
        builder()
            .layers(1, 2)
            .width(16)
            .heads(4)
            .feedForward(32)
            .positions("none")
            .build()
            .space(OperationRegistry.standard());
    long one = space.expand(Architecture.parse("layers=1")).cost().params();
    long two = space.expand(Architecture.parse("layers=2")).cost().params();
    // torch.nn.TransformerEncoderLayer(16, 4, 32): 4 * 16 * 17 + 16 * 33 + 32 * 17 - 16 + 4 * 16
    long attention = 4 * (16 * 16 + 16);
    long dense = 16 * 32 + 32 + 32 * 16 + 16;
    long norms = 2 * 2 * 16;
    assertEquals(attention + dense + norms, two - one);
    assertEquals(100 * 16 + attention + dense + norms + 2 * 16 + 16 * 3 + 3, one);
  }

  @Test
  void macsAreThoseOfProductsAndPairs() {
    TransformerSpace space =
        builder()
            .layers(1, 1)
            .width(8)
            .heads(2)
            .feedForward(16)
            .build()
            .space(OperationRegistry.standard());
    Cost cost = space.expand(Architecture.parse("")).cost();
    long attention = 16 * 4 * 8 * 8 + 2 * 8 * 16 * 16;
    long dense = 16 * 2 * 8 * 16;
    assertEquals(attention + dense + 8 * 3, cost.macs());
  }

  @Test
  void everyDecisionChangesTheNetwork() {
    TransformerSpace space = all();
    Architecture architecture =
        Architecture.parse(
            "layers=2;width=8;heads=2;feedForward=16;activation=relu;norm=pre;l0.mixing=attention;l1.mixing=identity;positions=none;dropout=0;summary=mean");
    Set<String> hashes = new HashSet<>(Set.of(space.expand(architecture).canonicalHash()));
    space
        .neighbours(architecture)
        .forEach(neighbour -> hashes.add(space.expand(neighbour).canonicalHash()));
    assertEquals(1 + space.neighbours(architecture).size(), hashes.size());
  }

  @Test
  void whatComesOutIsOfTheSpace() {
    TransformerSpace space = all();
    RandomGenerator random = Seeds.generator(12);
    Architecture before = space.sample(random);
    for (int i = 0; i < 1_000; i++) {
      Architecture sample = space.sample(random);
      Architecture mutant = space.mutate(sample, random);
      for (Architecture one : new Architecture[] {mutant, space.cross(before, sample, random)}) {
        assertEquals(one, space.check(one));
        assertEquals(new Shape.Vector(3), space.expand(one).output().shape());
      }
      before = sample;
    }
  }

  @Test
  void sequencesOfNumbersPassADenseLayerFirst() {
    TransformerSpace space =
        builder()
            .input(new Shape.Sequence(5, 16))
            .layers(1, 1)
            .width(8)
            .heads(2)
            .feedForward(16)
            .build()
            .space(OperationRegistry.standard());
    assertEquals(new Shape.Sequence(8, 16), space.expand(Architecture.parse("")).node(1).shape());
  }

  @Test
  void javaAndYamlSayTheSame() {
    String yaml =
        """
        apiVersion: nas-space/v1
        name: passages
        family: transformer
        input: {type: tokens, vocabulary: 100, steps: 16}
        outputs: 3
        layers: {int: [1, 2]}
        width: 8
        heads: {choice: [2, 4]}
        feedForward: 16
        mixing: {choice: [attention, identity]}
        """;
    TransformerSpaceSpec java =
        builder()
            .layers(1, 2)
            .width(8)
            .heads(2, 4)
            .feedForward(16)
            .mixings("attention", "identity")
            .build();
    assertEquals(java, SpaceFiles.standard().parse("passages.yaml", yaml));
    assertEquals(java, SpaceFiles.standard().parse("again.yaml", java.toYaml()));
  }

  @Test
  void headsDivideEveryWidth() {
    String message =
        assertThrows(
                ConfigException.class,
                () -> builder().layers(1, 1).width(8, 12).heads(2, 8).feedForward(16).build())
            .toString();
    assertTrue(
        message.contains("heads: value '8': must divide every width; it does not divide 12"),
        message);
  }

  @Test
  void convolutionsMixInPlaceOfAttention() {
    TransformerSpaceSpec.Builder description =
        builder().layers(1, 1).width(8).heads(2).feedForward(16).mixings("conv").kernels(3, 5);
    TransformerSpace space = description.build().space(OperationRegistry.standard());
    assertEquals(BigInteger.TWO, space.size());
    long rest = 100 * 8 + 2 * 16 + (8 * 16 + 16) + (16 * 8 + 8) + 16 + (8 * 3 + 3);
    Network network = space.expand(Architecture.parse("kernel=5"));
    assertEquals(rest + 5 * 8 * 8 + 8, network.cost().params());
    assertTrue(network.nodes().stream().anyMatch(node -> !node.layer().causal()));
    assertEquals(
        """
        input 16 steps of 100 tokens -> 8 wide -> sinusoidal positions -> conv block
           -> layer norm -> mean of the steps -> 3 outputs

        conv block
          input --layer norm, convolution of 5 steps---> n0
          input --skip---------------------------------> n0
          n0    --layer norm, dense 16, relu, dense 8--> n1
          n0    --skip---------------------------------> n1
          output = n1
        """,
        space.drawing(Architecture.parse("kernel=5")).text());
    Network steps =
        description
            .summaries("each_step")
            .build()
            .space(OperationRegistry.standard())
            .expand(Architecture.parse("kernel=3"));
    assertTrue(steps.nodes().stream().allMatch(node -> node.layer().causal()));
  }

  @Test
  void aKernelToChooseNeedsAConvolution() {
    String message =
        assertThrows(
                ConfigException.class,
                () ->
                    builder().layers(1, 1).width(8).heads(2).feedForward(16).kernels(3, 5).build())
            .toString();
    assertTrue(message.contains("kernel: value '3, 5': must be left out, or mixing"), message);
  }

  @Test
  void outputsAtEachStepSeeNoLaterOnes() {
    TransformerSpaceSpec steps =
        builder()
            .layers(2, 2)
            .width(8)
            .heads(2)
            .feedForward(16)
            .mixings("attention", "identity")
            .summaries("each_step")
            .build();
    TransformerSpace space = steps.space(OperationRegistry.standard());
    Network network = space.expand(Architecture.parse("l0.mixing=attention;l1.mixing=attention"));
    assertTrue(network.nodes().stream().allMatch(node -> node.layer().causal()));
    Shape.Sequence output = (Shape.Sequence) network.output().shape();
    assertEquals(((Shape.Tokens) network.inputShape()).steps(), output.steps());
    assertTrue(steps.misfit(true).isEmpty());
    assertTrue(steps.misfit(false).isPresent());
  }

  @Test
  void aVectorMaySeeAllSteps() {
    TransformerSpaceSpec vector = builder().layers(1, 1).width(8).heads(2).feedForward(16).build();
    Network network = vector.space(OperationRegistry.standard()).expand(Architecture.parse(""));
    assertTrue(network.nodes().stream().anyMatch(node -> !node.layer().causal()));
    assertTrue(vector.misfit(false).isEmpty());
    assertTrue(vector.misfit(true).isPresent());
  }

  private static TransformerSpaceSpec ownLayers() {
    return builder()
        .layersOf(1, 3)
        .widthOfEach(8, 16)
        .headsOfEach(2, 4)
        .feedForwardOfEach(16, 32)
        .mixings("attention", "weighted_attention", "conv")
        .kernelsOfEach(3, 5)
        .build();
  }

  @Test
  void layersDecideForThemselvesWhatTheyMakeUseOf() {
    TransformerSpace space = ownLayers().space(OperationRegistry.standard());
    // widths, dense widths, and 2 kernels or 2 numbers of heads for each of two attentions
    int layer = 2 * 2 * (2 + 2 + 2);
    assertEquals(BigInteger.valueOf(layer + layer * layer * layer), space.size());
    Architecture one =
        Architecture.parse("layers=1;l0.mixing=conv;l0.width=16;l0.feedForward=32;l0.kernel=5");
    assertEquals(one, space.check(one));
    assertThrows(
        IllegalArgumentException.class,
        () -> space.check(Architecture.parse(one.encoding() + ";l0.heads=2")));
    Set<String> hashes = new HashSet<>(Set.of(space.expand(one).canonicalHash()));
    space.neighbours(one).forEach(neighbour -> hashes.add(space.expand(neighbour).canonicalHash()));
    assertEquals(1 + space.neighbours(one).size(), hashes.size());
  }

  @Test
  void aDenseLayerStandsBetweenWidths() {
    TransformerSpace space = ownLayers().space(OperationRegistry.standard());
    Architecture architecture =
        Architecture.parse(
            "layers=3;l0.mixing=conv;l1.mixing=weighted_attention;l2.mixing=attention;"
                + "l0.width=8;l0.feedForward=16;l0.kernel=3;"
                + "l1.width=16;l1.heads=4;l1.feedForward=32;l2.width=16;l2.heads=2;l2.feedForward=16");
    Network network = space.expand(architecture);
    assertEquals(
        List.of("l1.project"),
        network.nodes().stream().map(Node::key).filter(key -> key.endsWith("project")).toList());
    long embedding = 100 * 8;
    long zero = 3 * 8 * 8 + 8 + 2 * 8 * 16 + 16 + 8 + 4 * 8;
    long project = 8 * 16 + 16;
    long first = 4 * (16 * 16 + 16) + 4 * 4 + 2 * 16 * 32 + 32 + 16 + 4 * 16;
    long second = 4 * (16 * 16 + 16) + 2 * 16 * 16 + 16 + 16 + 4 * 16;
    assertEquals(
        embedding + zero + project + first + second + 2 * 16 + 16 * 3 + 3, network.cost().params());
    assertEquals(
        """
        input 16 steps of 100 tokens -> 8 wide -> sinusoidal positions -> conv block
           -> weighted attention block -> attention block -> layer norm
           -> mean of the steps -> 3 outputs

        conv block
          input --layer norm, convolution of 3 steps---> n0
          input --skip---------------------------------> n0
          n0    --layer norm, dense 16, relu, dense 8--> n1
          n0    --skip---------------------------------> n1
          output = n1

        weighted attention block
          input --dense 16-----------------------------------> n0
          n0    --layer norm, weighted attention of 4 heads--> n1
          n0    --skip---------------------------------------> n1
          n1    --layer norm, dense 32, relu, dense 16-------> n2
          n1    --skip---------------------------------------> n2
          output = n2

        attention block
          input --layer norm, attention of 2 heads------> n0
          input --skip----------------------------------> n0
          n0    --layer norm, dense 16, relu, dense 16--> n1
          n0    --skip----------------------------------> n1
          output = n1
        """,
        space.drawing(architecture).text());
  }

  @Test
  void whatEachLayerDecidesIsWrittenAndRead() {
    TransformerSpaceSpec spec = ownLayers();
    String yaml = spec.toYaml();
    assertTrue(yaml.contains("heads: {each: [2, 4]}\n"), yaml);
    assertEquals(spec, SpaceFiles.standard().parse("own.yaml", yaml));
    TransformerSpaceSpec shared =
        builder()
            .layersOf(1, 3)
            .width(8, 16)
            .heads(2, 4)
            .feedForward(16, 32)
            .mixings("attention", "weighted_attention", "conv")
            .kernels(3, 5)
            .build();
    assertNotEquals(shared.hash(), spec.hash());
    assertEquals(
        builder().layers(1, 1).width(8).heads(2).feedForward(16).build(),
        builder().layers(1, 1).widthOfEach(8).headsOfEach(2).feedForwardOfEach(16).build());
    String message =
        assertThrows(
                ConfigException.class,
                () ->
                    SpaceFiles.standard()
                        .parse(
                            "own.yaml",
                            yaml.replace("heads: {each: [2, 4]}", "heads: {each: [3, 2, 2, x]}")
                                .replace("norm: {choice", "norm: {each")))
            .toString();
    assertTrue(message.contains("heads.each[2]: value '2': is there twice"), message);
    assertTrue(message.contains("heads.each[3]: value 'x': must be a whole number"), message);
    assertTrue(message.contains("norm.each: is an unknown key"), message);
  }

  @Test
  void drawsItsLayers() {
    assertEquals(
        """
        input 16 steps of 100 tokens -> 8 wide -> learned positions -> attention block
           -> dense block -> max of the steps -> 3 outputs

        attention block
          input --attention of 2 heads-----> n0
          input --skip---------------------> n0
          n0    --layer norm---------------> n1
          n1    --dense 16, gelu, dense 8--> n2
          n1    --skip---------------------> n2
          n2    --layer norm---------------> n3
          output = n3

        dense block
          input --dense 16, gelu, dense 8--> n0
          input --skip---------------------> n0
          n0    --layer norm---------------> n1
          output = n1
        """,
        all()
            .drawing(
                Architecture.parse(
                    "layers=2;width=8;heads=2;feedForward=16;activation=gelu;norm=post;l0.mixing=attention;l1.mixing=identity;positions=learned;dropout=0;summary=max"))
            .text());
  }
}
