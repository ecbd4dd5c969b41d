package dev.espalier.spaces.rnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.DagRecurrent;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The genotypes published with the code of DARTS. */
class RecurrentGenotypeTest {
  private static final String DARTS_V1 =
      "Genotype(recurrent=[('relu', 0), ('relu', 1), ('tanh', 2), ('relu', 3), ('relu', 4),"
          + " ('identity', 1), ('relu', 5), ('relu', 1)], concat=range(1, 9))";
  private static final String DARTS_V2 =
      "Genotype(recurrent=[('sigmoid', 0), ('relu', 1), ('relu', 1), ('identity', 1), ('tanh', 2),"
          + " ('sigmoid', 5), ('tanh', 3), ('relu', 5)], concat=range(1, 9))";
  private static final String ENAS =
      """
      Genotype(
          recurrent = [
              ('tanh', 0),
              ('tanh', 1),
              ('relu', 1),
              ('tanh', 3),
              ('tanh', 3),
              ('relu', 3),
              ('relu', 4),
              ('relu', 7),
              ('relu', 8),
              ('relu', 8),
              ('relu', 8),
          ],
          concat = [2, 5, 6, 9, 10, 11]
      )
      """;

  private static RecurrentSpace preset(String name) {
    return (RecurrentSpace)
        Presets.get(name).bind(new Shape.Tokens(50, 35), 50).space(OperationRegistry.standard());
  }

  private static DagRecurrent layer(Network network) {
    return network.nodes().stream()
        .map(Node::layer)
        .filter(DagRecurrent.class::isInstance)
        .map(DagRecurrent.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {DARTS_V1, DARTS_V2})
  void publishedCellsOfDartsAreInTheirSpace(String text) {
    RecurrentSpace space = preset("darts-rnn");
    RecurrentGenotype genotype = RecurrentGenotype.parse(text);
    Architecture architecture = genotype.architecture(space);
    assertEquals(text, RecurrentGenotype.of(space, architecture).text());
    DagRecurrent layer = layer(space.expand(architecture));
    assertEquals(genotype.nodes(), layer.nodes());
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8), layer.merged());
  }

  @Test
  void theSecondCellOfDartsIsReadNodeByNode() {
    Architecture architecture = RecurrentGenotype.parse(DARTS_V2).architecture(preset("darts-rnn"));
    assertEquals(
        "dag.n1.activation=sigmoid;dag.n2.in=1;dag.n2.activation=relu;dag.n3.in=1;"
            + "dag.n3.activation=relu;dag.n4.in=1;dag.n4.activation=identity;dag.n5.in=2;"
            + "dag.n5.activation=tanh;dag.n6.in=5;dag.n6.activation=sigmoid;dag.n7.in=3;"
            + "dag.n7.activation=tanh;dag.n8.in=5;dag.n8.activation=relu",
        architecture.encoding());
  }

  @Test
  void thePublishedCellOfEnasIsInItsSpace() {
    RecurrentSpace space = preset("enas-rnn");
    Architecture architecture = RecurrentGenotype.parse(ENAS).architecture(space);
    assertEquals("tanh", architecture.text("entry"));
    DagRecurrent layer = layer(space.expand(architecture));
    assertEquals(List.of(2, 5, 6, 9, 10, 11), layer.merged());
    RecurrentGenotype back = RecurrentGenotype.of(space, architecture);
    assertEquals(RecurrentGenotype.parse(ENAS), back);
    assertTrue(back.text().endsWith(", concat=[2, 5, 6, 9, 10, 11])"), back.text());
    assertEquals(back, RecurrentGenotype.parse(back.text()));
  }

  @Test
  void samplesAreWrittenAndReadBack() {
    RecurrentSpace space = preset("darts-rnn");
    RandomGenerator random = Seeds.generator(31);
    for (int i = 0; i < 2_000; i++) {
      Architecture sample = space.sample(random);
      String text = RecurrentGenotype.of(space, sample).text();
      assertEquals(sample, RecurrentGenotype.parse(text).architecture(space));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "recurrent=[('relu', 0)]|must read like Genotype(recurrent=[('relu', 0), ...], concat=range(1, 9))",
        "Genotype(recurrent=[('relu', 0)])|must read like Genotype",
        "Genotype(recurrent=[], concat=range(1, 1))|nodes must hold 1 to 256 nodes, got 0",
        "Genotype(recurrent=[('relu' 0)], concat=range(1, 2))|must read like ('relu', 0), got '('relu' 0)'",
        "Genotype(recurrent=[('relu', 0) x], concat=range(1, 2))|must read like ('relu', 0), got",
        "Genotype(recurrent=[('none', 0)], concat=range(1, 2))|activation 'none' of a genotype must be one of tanh, relu, sigmoid, identity",
        "Genotype(recurrent=[('relu', 1)], concat=range(1, 2))|node 1 reads state 1; must read one from 0 (the entry) to 0",
        "Genotype(recurrent=[('relu', 0), ('relu', 1)], concat=range(0, 3))|concat of a genotype ([0, 1, 2]) must name all 2 nodes or the loose ends [2]",
        "Genotype(recurrent=[('relu', 0), ('relu', 1)], concat=[1])|concat of a genotype ([1]) must name all 2 nodes or the loose ends [2]",
        "Genotype(recurrent=[('relu', 0)], concat=all)|must read like range(1, 9) or [2, 5, 6], got 'all'"
      })
  void whatIsNoGenotypeIsRefused(String text, String reason) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> RecurrentGenotype.parse(text))
                .getMessage());
    assertTrue(message.contains(reason), message);
  }

  private static String refusal(String text, RecurrentSpace space) {
    RecurrentGenotype genotype = RecurrentGenotype.parse(text);
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> genotype.architecture(space))
            .getMessage());
  }

  @Test
  void aCellThatIsNotInTheSpaceIsRefused() {
    RecurrentSpace space = preset("darts-rnn");
    String shorter = "Genotype(recurrent=[('relu', 0)], concat=range(1, 2))";
    assertTrue(refusal(shorter, space).contains("lacks decision 'dag.n2.in'"));
    assertTrue(
        refusal(ENAS, space).contains("is not in space darts-rnn, which would make it Genotype("));
    assertTrue(refusal(DARTS_V1, preset("enas-rnn")).contains("lacks decision 'dag.n9.in'"));
    RecurrentSpace open =
        RecurrentSpaceSpec.named("open")
            .input(new Shape.Sequence(3, 5))
            .outputs(2)
            .cells("dag")
            .layers(1, 2)
            .units(4, 8)
            .build()
            .space(OperationRegistry.standard());
    assertEquals(
        "space open leaves layers, units open, which a genotype does not say; fix it in the space",
        refusal(shorter, open));
  }

  @Test
  void whatAGenotypeCannotSayIsRefused() {
    RecurrentSpace enas = preset("enas-rnn");
    Architecture tanh = RecurrentGenotype.parse(ENAS).architecture(enas);
    Architecture relu = Architecture.parse(tanh.encoding().replace("entry=tanh", "entry=relu"));
    assertTrue(
        String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> RecurrentGenotype.of(enas, relu))
                    .getMessage())
            .endsWith("(relu) must be tanh: a genotype cannot say another"));
    RecurrentSpace lstm =
        RecurrentSpaceSpec.named("lstm")
            .input(new Shape.Sequence(3, 5))
            .outputs(2)
            .layers(1, 1)
            .units(4)
            .build()
            .space(OperationRegistry.standard());
    assertTrue(
        String.valueOf(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> RecurrentGenotype.of(lstm, Architecture.parse("")))
                    .getMessage())
            .endsWith("(lstm) must be dag"));
  }
}
