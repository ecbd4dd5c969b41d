package dev.espalier.spaces.rnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.ConfigException;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.space.SearchSpaceContract;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.preset.SpaceFiles;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spaces of the searched recurrent cell. */
class DagSpaceTest extends SearchSpaceContract {
  private static final Shape.Tokens WORDS = new Shape.Tokens(10_000, 35);

  private static RecurrentSpaceSpec.Builder builder() {
    return RecurrentSpaceSpec.named("cells").input(new Shape.Sequence(3, 5)).outputs(2);
  }

  private static RecurrentSpace space(RecurrentSpaceSpec.Builder builder) {
    return builder.build().space(OperationRegistry.standard());
  }

  private static RecurrentSpace preset(String name) {
    return (RecurrentSpace)
        Presets.get(name).bind(WORDS, WORDS.vocabulary()).space(OperationRegistry.standard());
  }

  private static RecurrentSpaceSpec.Builder all() {
    return builder()
        .cells("lstm", "dag")
        .nodes(2, 4)
        .activations("tanh", "relu", "identity")
        .entries("tanh", "sigmoid")
        .merges("mean", "loose_ends")
        .layers(1, 2)
        .units(4, 8)
        .directions("forward", "both")
        .skips("none", "residual");
  }

  @Override
  protected SearchSpace create() {
    return space(all());
  }

  @Test
  void theCellsDecisionsCountOnlyWhereItWasChosen() {
    // Nodes read one of 1, 2, 3 or 4 states; three activations each; two entries, two merges.
    int cells = 2 * 2 * (1 * 2 * 9 + 1 * 2 * 3 * 27 + 1 * 2 * 3 * 4 * 81);
    // The lstm or one of those; one layer, or two that may skip; two widths, two directions.
    assertEquals(BigInteger.valueOf((1L + cells) * 3 * 2 * 2), space(all()).size());
  }

  @Test
  void presetsAreAsLargeAsTheirPapersSay() {
    BigInteger four = BigInteger.valueOf(4);
    assertEquals(four.pow(8).multiply(factorial(8)), preset("darts-rnn").size());
    // "approximately 10^15 architectures" (Pham et al. 2018, section 2.1)
    assertEquals(four.pow(12).multiply(factorial(11)), preset("enas-rnn").size());
    assertEquals(new BigInteger("669692775628800"), preset("enas-rnn").size());
  }

  private static BigInteger factorial(int number) {
    return number == 0
        ? BigInteger.ONE
        : factorial(number - 1).multiply(BigInteger.valueOf(number));
  }

  /** Liu et al. (2019), table 2: 23 M, where embedding and output share their weights. */
  @Test
  void theCellOfDartsHasThePublishedParameters() {
    RecurrentSpace space =
        space(
            RecurrentSpaceSpec.named("darts")
                .input(WORDS)
                .outputs(WORDS.vocabulary())
                .cells("dag")
                .activations("tanh", "relu", "sigmoid", "identity")
                .layers(1, 1)
                .embedding(850)
                .units(850));
    Network network = space.expand(space.sample(Seeds.generator(1)));
    long cell = 2L * 850 * (850 + 9 * 850);
    long words = 850L * 10_000;
    assertEquals(words + cell + words + 10_000, network.cost().params());
    assertEquals(23.0, (network.cost().params() - words) / 1e6, 0.05);
    assertEquals(35 * cell, network.cost().macs() - words);
  }

  /** All nodes alike, the cells are the rooted trees: 1, 2, 4, 9, 20, 48 (OEIS A000081). */
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,9", "5,20", "6,48"})
  void thereIsAHashForEachRootedTree(int nodes, int trees) {
    RecurrentSpace space = space(builder().cells("dag").nodes(nodes, nodes).layers(1, 1).units(4));
    Collection<Architecture> all = everything(space);
    assertEquals(factorial(nodes), BigInteger.valueOf(all.size()));
    assertEquals(trees, hashes(space, all).size());
  }

  /** With two activations: 2, 7, 26, 107 (OEIS A000151). */
  @ParameterizedTest
  @CsvSource({"1,2", "2,7", "3,26", "4,107"})
  void thereIsAHashForEachRootedTreeOfTwoKindsOfNodes(int nodes, int trees) {
    for (String merge : new String[] {"mean", "loose_ends"}) {
      RecurrentSpace space =
          space(
              builder()
                  .cells("dag")
                  .nodes(nodes, nodes)
                  .activations("tanh", "relu")
                  .merges(merge)
                  .layers(1, 1)
                  .units(4));
      assertEquals(trees, hashes(space, everything(space)).size());
    }
  }

  private static Set<String> hashes(RecurrentSpace space, Collection<Architecture> all) {
    Set<String> hashes = new HashSet<>();
    all.forEach(architecture -> hashes.add(space.expand(architecture).canonicalHash()));
    return hashes;
  }

  /** All architectures of a small space, from neighbour to neighbour. */
  private static Collection<Architecture> everything(RecurrentSpace space) {
    Set<Architecture> seen = new LinkedHashSet<>();
    List<Architecture> open = new ArrayList<>(List.of(space.sample(Seeds.generator(2))));
    seen.add(open.get(0));
    while (!open.isEmpty()) {
      for (Architecture next : space.neighbours(open.remove(open.size() - 1))) {
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"darts-rnn", "enas-rnn"})
  void whatComesOutOfAPresetIsInIt(String name) {
    RecurrentSpace space = preset(name);
    RandomGenerator random = Seeds.generator(23);
    int length = space.encode(space.sample(random)).length;
    Map<String, Integer> inputs = new HashMap<>();
    Architecture before = space.sample(random);
    for (int i = 0; i < 10_000; i++) {
      Architecture sample = space.sample(random);
      Architecture mutant = space.mutate(sample, random);
      assertNotEquals(sample, mutant);
      for (Architecture one : List.of(sample, mutant, space.cross(before, mutant, random))) {
        assertEquals(one, space.check(one));
        assertEquals(one, Architecture.parse(one.encoding()));
        assertEquals(length, space.encode(one).length);
      }
      if (i % 20 == 0) {
        assertEquals(new Shape.Vector(WORDS.vocabulary()), space.expand(mutant).output().shape());
      }
      inputs.merge(sample.text("dag.n8.in"), 1, Integer::sum);
      before = sample;
    }
    // Eight states alike: chi squared of 7 degrees of freedom exceeds 24.3 once in a thousand.
    double chi = inputs.values().stream().mapToDouble(n -> Math.pow(n - 1250, 2) / 1250).sum();
    assertEquals(8, inputs.size());
    assertTrue(chi < 24.3, () -> chi + " of " + inputs);
  }

  @Test
  void everyDecisionOfTheCellChangesTheNetwork() {
    RecurrentSpace space = space(all());
    Architecture architecture =
        Architecture.parse(
            "cell=dag;entry=tanh;nodes=3;merge=mean;dag.n1.activation=tanh;dag.n2.in=1;"
                + "dag.n2.activation=relu;dag.n3.in=2;dag.n3.activation=identity;"
                + "layers=2;units=4;direction=forward;l1.skip=none");
    Set<String> hashes = new HashSet<>();
    hashes.add(space.expand(architecture).canonicalHash());
    hashes.addAll(hashes(space, space.neighbours(architecture)));
    assertEquals(1 + space.neighbours(architecture).size(), hashes.size());
  }

  @Test
  void javaAndYamlSayTheSame() {
    String yaml =
        """
        apiVersion: nas-space/v1
        name: cells
        family: recurrent
        input: {type: sequence, features: 3, steps: 5}
        classes: 2
        cell: {choice: [lstm, dag]}
        nodes: {int: [2, 4]}
        activations: {choice: [tanh, relu, identity]}
        entry: {choice: [tanh, sigmoid]}
        merge: {choice: [mean, loose_ends]}
        layers: {int: [1, 2]}
        units: {choice: [4, 8]}
        direction: {choice: [forward, both]}
        skip: {choice: [none, residual]}
        """;
    RecurrentSpaceSpec java = all().build();
    assertEquals(java.hash(), SpaceFiles.standard().parse("cells.yaml", yaml).hash());
    assertEquals(java, SpaceFiles.standard().parse("again.yaml", java.toYaml()));
  }

  @Test
  void mistakesAreSaidWithTheirPlaces() {
    String yaml =
        """
        apiVersion: nas-space/v1
        name: cells
        family: recurrent
        cell: dag
        nodes: 13
        activations: {choice: [tanh, none]}
        merge: sum
        layers: 1
        units: 4
        """;
    String message =
        assertThrows(ConfigException.class, () -> SpaceFiles.standard().parse("bad.yaml", yaml))
            .toString();
    for (String part :
        List.of(
            "bad.yaml:5: nodes: value '13'",
            "bad.yaml:6: activations.choice[1]: value 'none'",
            "bad.yaml:7: merge: value 'sum'")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void spacesWithoutTheCellHaveNoneOfItsDecisions() {
    RecurrentSpace space = space(builder().cells("lstm", "gru").nodes(4, 4).layers(1, 1).units(4));
    assertEquals(BigInteger.TWO, space.size());
  }

  @Test
  void optionsOfTheCellThatItIsNotThereForAreRefused() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> builder().cells("lstm", "gru").nodes(2, 4).layers(1, 1).units(4).build());
    assertTrue(refused.toString().contains("nodes"), refused.toString());
  }

  @Test
  void drawingsSayWhatReadsWhat() {
    RecurrentSpace space = space(all());
    assertEquals(
        """
        cell dag
          input  --sigmoid--> s0
          before --sigmoid--> s0
          s0     --tanh-----> s1
          s0     --relu-----> s2
          output = mean(s1, s2)
        """,
        space
            .drawing(
                Architecture.parse(
                    "cell=dag;entry=sigmoid;nodes=2;merge=loose_ends;dag.n1.activation=tanh;"
                        + "dag.n2.in=0;dag.n2.activation=relu;layers=1;units=4;direction=forward"))
            .cells()
            .get(1)
            .text());
    assertEquals(
        1,
        space
            .drawing(Architecture.parse("cell=lstm;layers=1;units=4;direction=forward"))
            .cells()
            .size());
  }
}
