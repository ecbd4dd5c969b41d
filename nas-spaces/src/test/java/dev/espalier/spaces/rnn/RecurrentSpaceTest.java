package dev.espalier.spaces.rnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Iterables;
import dev.espalier.config.ConfigException;
import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.SpaceFiles;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RecurrentSpaceTest {
  private static final Shape.Sequence VOWELS = new Shape.Sequence(12, 29);

  private static RecurrentSpaceSpec.Builder builder() {
    return RecurrentSpaceSpec.named("vowels").input(VOWELS).outputs(9);
  }

  private static RecurrentSpace all() {
    return builder()
        .cells("lstm", "simple_rnn")
        .layers(1, 3)
        .units(16, 32)
        .directions("forward", "both")
        .skips("none", "residual")
        .dropout(0, 20)
        .summaries("last", "mean", "max")
        .build()
        .space(OperationRegistry.standard());
  }

  @Test
  void skipsCountOnlyWhereThereIsALayer() {
    // 2 cells, 2 widths, 2 directions, 2 rates, 3 summaries; 1, 2 or 4 ways to skip.
    assertEquals(BigInteger.valueOf(48 * (1 + 2 + 4)), all().size());
  }

  @Test
  void everyDecisionChangesTheNetwork() {
    RecurrentSpace space = all();
    Architecture architecture =
        Architecture.parse(
            "cell=lstm;layers=2;units=16;direction=forward;l1.skip=none;dropout=0;summary=last");
    String hash = space.expand(architecture).canonicalHash();
    Set<String> hashes = new HashSet<>(Set.of(hash));
    space
        .neighbours(architecture)
        .forEach(neighbour -> hashes.add(space.expand(neighbour).canonicalHash()));
    assertEquals(1 + space.neighbours(architecture).size(), hashes.size());
  }

  @Test
  void costIsThatOfTheLayers() {
    RecurrentSpace space = all();
    Network network =
        space.expand(
            Architecture.parse(
                "cell=lstm;layers=2;units=16;direction=forward;l1.skip=residual;dropout=0;summary=last"));
    long first = 4 * 16 * (12 + 16);
    long second = 4 * 16 * (16 + 16);
    Cost cost = network.cost();
    assertEquals(first + 64 + second + 64 + 16 * 9 + 9, cost.params());
    assertEquals(29 * (first + second) + 16 * 9, cost.macs());
  }

  @Test
  void whatComesOutIsOfTheSpace() {
    RecurrentSpace space = all();
    RandomGenerator random = Seeds.generator(11);
    Architecture before = space.sample(random);
    for (int i = 0; i < 1_000; i++) {
      Architecture sample = space.sample(random);
      Architecture mutant = space.mutate(sample, random);
      assertNotEquals(sample, mutant);
      for (Architecture one : new Architecture[] {mutant, space.cross(before, sample, random)}) {
        assertEquals(one, space.check(one));
        assertEquals(one, Architecture.parse(one.encoding()));
        assertEquals(new Shape.Vector(9), space.expand(one).output().shape());
      }
      before = sample;
    }
  }

  @Test
  void javaAndYamlSayTheSame() {
    String yaml =
        """
        apiVersion: nas-space/v1
        name: vowels
        family: recurrent
        input: {type: sequence, features: 12, steps: 29}
        classes: 9
        cell: {choice: [lstm, simple_rnn]}
        layers: 2
        units: {choice: [16, 32]}
        skip: residual
        """;
    RecurrentSpaceSpec java =
        builder().cells("lstm", "simple_rnn").layers(2, 2).units(16, 32).skips("residual").build();
    assertEquals(java, SpaceFiles.standard().parse("vowels.yaml", yaml));
    assertEquals(java, SpaceFiles.standard().parse("again.yaml", java.toYaml()));
    assertEquals(java.hash(), SpaceFiles.standard().parse("again.yaml", java.toYaml()).hash());
  }

  @Test
  void allMistakesOfAFileAreSaidAtOnce() {
    String yaml =
        """
        apiVersion: nas-space/v1
        name: vowels
        family: recurrent
        input: {type: sequence, features: 12, height: 3}
        cell: {choice: [lstm, lstn]}
        layers: {int: [0, 3]}
        summary: first
        width: 3
        """;
    String message =
        assertThrows(ConfigException.class, () -> SpaceFiles.standard().parse("bad.yaml", yaml))
            .toString();
    for (String part :
        new String[] {
          "bad.yaml:4: input.height",
          "input.steps: is missing",
          "bad.yaml:5: cell.choice[1]: value 'lstn'",
          "bad.yaml:6: layers.int[0]",
          "units: is missing",
          "bad.yaml:7: summary: value 'first'",
          "bad.yaml:8: width: is an unknown key"
        }) {
      assertTrue(message.contains(part), () -> part + " in " + message);
    }
  }

  @Test
  void wrongValuesInJavaAreNamed() {
    String message =
        assertThrows(
                ConfigException.class,
                () -> builder().outputs(-3).cells("gpu").units(0).dropout(15).build())
            .toString();
    for (String part :
        new String[] {
          "cell: value 'gpu'",
          "units: value '0'",
          "dropout: value '15'",
          "layers",
          "outputs: value '-3'"
        }) {
      assertTrue(message.contains(part), () -> part + " in " + message);
    }
  }

  @Test
  void imagesAreRefused() {
    RecurrentSpaceSpec open = RecurrentSpaceSpec.named("open").layers(1, 2).units(8).build();
    String message =
        assertThrows(
                ConfigException.class,
                () -> open.bind(new Shape.Image(1, 8, 8), 10).space(OperationRegistry.standard()))
            .toString();
    assertTrue(message.contains("must be a sequence or tokens"), message);
    assertTrue(
        assertThrows(ConfigException.class, () -> open.space(OperationRegistry.standard()))
            .toString()
            .contains("input: is missing"));
  }

  @Test
  void tokensAreEmbeddedFirst() {
    RecurrentSpace space =
        builder()
            .input(new Shape.Tokens(100, 29))
            .embedding(8, 12)
            .layers(1, 1)
            .units(16)
            .build()
            .space(OperationRegistry.standard());
    assertEquals(BigInteger.TWO, space.size());
    Cost cost = space.expand(Architecture.parse("embedding=12")).cost();
    assertEquals(100 * 12 + 4 * 16 * (12 + 16) + 64 + 16 * 9 + 9, cost.params());
  }

  @Test
  void languageModelsHaveOutputsAtEachStep() {
    RecurrentSpace space =
        builder()
            .input(new Shape.Tokens(60, 29))
            .outputs(60)
            .layers(1, 1)
            .units(16)
            .summaries("each_step")
            .build()
            .space(OperationRegistry.standard());
    Network network = space.expand(Architecture.parse(""));
    assertEquals(new Shape.Sequence(60, 29), network.output().shape());
    assertEquals(60 * 32 + 4 * 16 * (32 + 16) + 64 + 16 * 60 + 60, network.cost().params());
    assertEquals(29 * (4 * 16 * (32 + 16) + 16 * 60), network.cost().macs());
    assertEquals(
        "60 outputs at each step",
        Iterables.getLast(space.drawing(Architecture.parse("")).stages()));
  }

  @Test
  void outputsAtEachStepTakeNoLookAhead() {
    String message =
        assertThrows(
                ConfigException.class,
                () ->
                    builder()
                        .layers(1, 1)
                        .units(16)
                        .directions("forward", "both")
                        .summaries("each_step", "last")
                        .build())
            .toString();
    for (String part :
        new String[] {
          "direction: value 'both': must be forward where summary is each_step",
          "summary: value 'each_step, last': must be each_step alone"
        }) {
      assertTrue(message.contains(part), () -> part + " in " + message);
    }
  }

  @Test
  void tasksAskForTheirShapeOfOutputs() {
    RecurrentSpaceSpec vector = builder().layers(1, 1).units(16).build();
    RecurrentSpaceSpec steps = builder().layers(1, 1).units(16).summaries("each_step").build();
    assertTrue(vector.misfit(false).isEmpty());
    assertTrue(steps.misfit(true).isEmpty());
    assertEquals(
        "vowels: summary: value 'last': must be each_step, as a language model predicts a token at each step",
        vector.misfit(true).orElseThrow().toString());
    assertEquals(
        "vowels: summary: value 'each_step': must be another: only language models predict something at each step",
        steps.misfit(false).orElseThrow().toString());
  }

  @Test
  void drawsItsLayers() {
    assertEquals(
        """
        input 29 steps of 12 -> layers -> mean of the steps -> 9 outputs

        layers
          input --lstm 16, both directions, dropout 20 %--> l0
          l0    --lstm 16, both directions, dropout 20 %--> l1
          l0    --skip------------------------------------> l1
          output = l1
        """,
        all()
            .drawing(
                Architecture.parse(
                    "cell=lstm;layers=2;units=16;direction=both;l1.skip=residual;dropout=20;summary=mean"))
            .text());
  }
}
