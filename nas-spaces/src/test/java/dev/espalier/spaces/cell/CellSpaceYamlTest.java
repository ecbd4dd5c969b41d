package dev.espalier.spaces.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Domain;
import dev.espalier.spaces.op.Kind;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Role;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellSpaceYamlTest {
  static final String FASHION =
      """
      apiVersion: nas-space/v1
      name: fashion-cells
      input: {type: image, height: 28, width: 28, channels: 1}
      classes: 10
      decisions: {channels: {choice: [8, 16, 24]}}
      stem: {op: conv_bn_relu_3x3}
      cells:
        normal: {inputs: 1, nodes: {int: [2, 4]}, edgesPerNode: 2, merge: concat, ops: [zero, skip, conv_3x3, sep_conv_3x3, max_pool_3x3]}
        reduce: {like: normal, stride: 2}
      macro: [{cell: normal, repeat: {int: [1, 3]}}, {cell: reduce}, {cell: normal, repeat: {int: [1, 3]}}, {cell: reduce}, {cell: normal, repeat: {int: [1, 3]}}]
      head: {op: global_avg_pool}
      """;
  private static final CellSpaceYaml READER = new CellSpaceYaml(OperationRegistry.standard());

  private static String faults(String text) {
    return assertThrows(ConfigException.class, () -> READER.parse("a.yaml", text)).faults().stream()
        .map(Fault::toString)
        .collect(Collectors.joining("\n"));
  }

  private static String images(Role role) {
    return String.join(", ", OperationRegistry.standard().ids(role, Kind.IMAGE));
  }

  private static CellSpaceBuilder fashionInJava() {
    return CellSpaceSpec.named("fashion-cells")
        .input(new Shape.Image(1, 28, 28))
        .outputs(10)
        .decision("channels", Domain.choice("8", "16", "24"))
        .stem("conv_bn_relu_3x3")
        .cell(
            "normal",
            cell ->
                cell.inputs(1)
                    .nodes(2, 4)
                    .edgesPerNode(2)
                    .merge(Merge.CONCAT)
                    .ops("zero", "skip", "conv_3x3", "sep_conv_3x3", "max_pool_3x3"))
        .cell("reduce", cell -> cell.like("normal").stride(2))
        .stage("normal", 1, 3)
        .stage("reduce")
        .stage("normal", 1, 3)
        .stage("reduce")
        .stage("normal", 1, 3)
        .head("global_avg_pool");
  }

  @Test
  void javaAndYamlOfOneSpaceAreTheSameSpace() {
    CellSpaceSpec yaml = READER.parse("fashion-cells.space.yaml", FASHION);
    CellSpaceSpec java = fashionInJava().build();
    assertEquals(yaml, java);
    assertEquals(CellSpace.of(yaml).hash(), CellSpace.of(java).hash());
    assertEquals(CellSpace.of(yaml).decisions(), CellSpace.of(java).decisions());
  }

  @Test
  void aRangeOfOneNumberIsThatNumber() {
    String text = FASHION.replace("nodes: {int: [2, 4]}", "nodes: 3");
    assertNotEquals(FASHION, text);
    assertEquals(
        READER.parse("a.yaml", text),
        READER.parse("b.yaml", text.replace("nodes: 3", "nodes: {int: [3, 3]}")));
  }

  @Test
  void theHashTellsSpacesApartButNotTheirNames() {
    String hash = READER.parse("a.yaml", FASHION).hash();
    assertEquals(hash, READER.parse("a.yaml", FASHION.replace("fashion-cells", "other")).hash());
    assertNotEquals(hash, READER.parse("a.yaml", FASHION.replace("[2, 4]", "[2, 3]")).hash());
    assertNotEquals(
        hash, READER.parse("a.yaml", FASHION.replace("stride: 2", "stride: 2, merge: add")).hash());
  }

  @Test
  void theCanonicalTextReadsBackAsTheSameSpace() {
    CellSpaceSpec spec = READER.parse("a.yaml", FASHION);
    String text = spec.toYaml();
    assertEquals(
        """
        apiVersion: nas-space/v1
        name: fashion-cells
        input: {type: image, height: 28, width: 28, channels: 1}
        outputs: 10
        decisions:
          channels: {choice: [8, 16, 24]}
        stem: {op: conv_bn_relu_3x3, channels: channels, stride: 1}
        widen: 2
        cells:
          normal: {inputs: 1, nodes: {int: [2, 4]}, edgesPerNode: 2, merge: concat, stride: 1, align: project, share: true, ops: [zero, skip, conv_3x3, sep_conv_3x3, max_pool_3x3]}
          reduce: {inputs: 1, nodes: {int: [2, 4]}, edgesPerNode: 2, merge: concat, stride: 2, align: project, share: true, ops: [zero, skip, conv_3x3, sep_conv_3x3, max_pool_3x3]}
        macro:
          - {cell: normal, repeat: {int: [1, 3]}}
          - {cell: reduce, repeat: 1}
          - {cell: normal, repeat: {int: [1, 3]}}
          - {cell: reduce, repeat: 1}
          - {cell: normal, repeat: {int: [1, 3]}}
        head: {op: global_avg_pool, norm: true}
        """,
        text);
    assertEquals(spec, READER.parse("b.yaml", text));
  }

  @Test
  void inputAndClassesMayComeFromTheData() {
    String open =
        FASHION
            .lines()
            .filter(l -> !l.startsWith("input") && !l.startsWith("classes"))
            .collect(Collectors.joining("\n"));
    CellSpaceSpec spec = READER.parse("a.yaml", open);
    assertEquals(READER.parse("b.yaml", FASHION), spec.bind(new Shape.Image(1, 28, 28), 10));
    assertEquals(
        "a.yaml:1: input: is missing; bind it to the data's\n"
            + "a.yaml:1: outputs: is missing; bind it to the data's",
        assertThrows(ConfigException.class, () -> CellSpace.of(spec)).getMessage());
  }

  @Test
  void dataThatContradictTheSpaceAreRefused() {
    CellSpaceSpec spec = READER.parse("a.yaml", FASHION);
    assertEquals(spec, spec.bind(new Shape.Image(1, 28, 28), 10));
    assertEquals(
        "a.yaml:3: input: value '1x28x28': must be 3x32x32, as in the data, or left out\n"
            + "a.yaml:4: classes: value '10': must be 100, as in the data, or left out",
        assertThrows(ConfigException.class, () -> spec.bind(new Shape.Image(3, 32, 32), 100))
            .getMessage());
  }

  @Test
  void everyMistakeOfASpaceIsReportedAtOnce() {
    assertEquals(
        """
        a.yaml:4: input.heigth: is an unknown key; must be one of type, height, width, channels, features, steps, vocabulary; did you mean height?
        a.yaml:4: input.height: is missing; must be given
        a.yaml:8: stem.op: value 'conv_bn_relu_5x5': must be one of %1$s; did you mean conv_bn_relu_1x1? (one of your own needs its jar: --classpath JAR)
        a.yaml:10: cells.normal.nodes: value 'dept': must be a whole number or a decision of this space; must be one of channels, depth; did you mean depth?
        a.yaml:11: cells.normal.edgesPerNode: value '0': must be a whole number from 1 to 8
        a.yaml:13: cells.normal.ops[1]: value 'conv_9x9': must be one of %2$s; did you mean conv_1x9? (one of your own needs its jar: --classpath JAR)
        a.yaml:13: cells.normal.ops[2]: value 'dense_relu': does not take the image input; must be one of %2$s
        a.yaml:14: cells.reduce.like: value 'norma': must name a cell above; must be one of normal; did you mean normal?
        a.yaml:14: cells.reduce.stride: value '3': must be a whole number from 1 to 2
        a.yaml:17: macro[1].cell: value 'redude': is no cell of this space; must be one of normal, reduce; did you mean reduce?
        a.yaml:18: macro[2].repeat.int[1]: value '1': must be a whole number from 3 to 50
        a.yaml:19: head.op: value 'conv_3x3': must be one of %3$s"""
            .formatted(images(Role.STEM), images(Role.CELL), images(Role.HEAD)),
        faults(
            """
            apiVersion: nas-space/v1
            name: wrong
            classes: 10
            input: {type: image, heigth: 28, width: 28, channels: 1}
            decisions:
              channels: {choice: [8, 16]}
              depth: {int: [1, 2]}
            stem: {op: conv_bn_relu_5x5}
            cells:
              normal: {nodes: dept,
                       edgesPerNode: 0,
                       merge: add,
                       ops: [skip, conv_9x9, dense_relu]}
              reduce: {like: norma, stride: 3}
            macro:
              - {cell: normal}
              - {cell: redude}
              - {cell: normal, repeat: {int: [3, 1]}}
            head: {op: conv_3x3}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: fashion-cells|name: {a: 1}|a.yaml:2: name: must be a text, not a map",
        "nas-space/v1|nas-space/v9|a.yaml:1: apiVersion: value 'nas-space/v9': must be one of nas-space/v1; did you mean nas-space/v1?",
        "classes: 10|classes: 1|a.yaml:4: classes: value '1': must be a whole number from 2 to 65536",
        "choice: [8, 16, 24]|choice: []|a.yaml:5: decisions.channels.choice: must hold at least one whole number",
        "choice: [8, 16, 24]|choice: [8, 8]|a.yaml:5: decisions.channels.choice[1]: value '8': is there twice; keep one",
        "choice: [8, 16, 24]|choice: [8, big]|a.yaml:5: decisions.channels.choice[1]: value 'big': must be a whole number from 0 to 65536",
        "choice: [8, 16, 24]|float: [8, 16]|a.yaml:5: decisions.channels.float: is for the training of an experiment; a network takes whole numbers: {int: [low, high]} or {choice: [...]}",
        "{channels: {choice: [8, 16, 24]}}|{channels: {int: [8, 9]}, depth: {int: [1, 2]}}|a.yaml:5: decisions.depth: is not used; name it in stem.channels, widen, nodes, repeat or channels, or remove it",
        "stem: {op|stem: {channels: width, op|a.yaml:6: stem.channels: value 'width': must be a whole number or a decision of this space; must be one of channels",
        "[zero, skip, conv_3x3, sep_conv_3x3, max_pool_3x3]|[]|a.yaml:8: cells.normal.ops: is empty; must hold at least one operation",
        "[zero, skip, conv_3x3, sep_conv_3x3, max_pool_3x3]|[zero]|a.yaml:8: cells.normal.ops: value 'zero': connects nothing; add at least one other operation",
        "[zero, skip, conv_3x3, sep_conv_3x3, max_pool_3x3]|[skip, skip]|a.yaml:8: cells.normal.ops[1]: value 'skip': is there twice; keep one",
        "nodes: {int: [2, 4]}|nodes: 0|a.yaml:8: cells.normal.nodes: value '0': must be a whole number from 1 to 16",
        "nodes: {int: [2, 4]}|nodes: {int: [2, 17]}|a.yaml:8: cells.normal.nodes.int[1]: value '17': must be a whole number from 2 to 16",
        "edgesPerNode: 2|edgesPerNode: 8, nodes: 16|a.yaml:8: cells.normal.nodes: is there twice; keep one (the first is on line 8)",
        "{like: normal, stride: 2}|{stride: 2}|a.yaml:9: cells.reduce.nodes: is missing; must be given",
        "macro: [{cell: normal, repeat: {int: [1, 3]}}|macro: [{cell: normal, repeat: 51}|a.yaml:10: macro[0].repeat: value '51': must be a whole number from 0 to 50",
        "macro: [{cell: normal, repeat: {int: [1, 3]}}|macro: [{cell: reduce, repeat: 4}|a.yaml:10: macro[3].cell: value 'reduce': halves an image that is down to 1x1; 1x28x28 allows at most 5 reductions",
        "head: {op: global_avg_pool}|head: {}|a.yaml:11: head.op: is missing; must be given",
        "type: image, height: 28, width: 28, channels: 1|type: vector, height: 28, features: 4|a.yaml:3: input.height: value '28': means nothing to the type vector; remove it",
        "stem:|widen: 9\\nstem:|a.yaml:6: widen: value '9': must be a whole number from 1 to 8",
      })
  void aMistakeIsNamedWithItsPlaceAndRemedy(String right, String wrong, String fault) {
    String text = FASHION.replaceFirst(Pattern.quote(right), wrong.replace("\\n", "\n"));
    assertNotEquals(FASHION, text);
    assertTrue(faults(text).lines().anyMatch(fault::equals), faults(text));
  }

  @Test
  void aSpaceOverVectorsRefusesReductions() {
    String text =
        FASHION.replace(
            "{type: image, height: 28, width: 28, channels: 1}", "{type: vector, features: 4}");
    assertTrue(
        faults(text)
            .contains(
                "a.yaml:9: cells.reduce.stride: value '2': must be 1: only images are halved"));
  }

  @Test
  void javaMistakesAreReportedUnderTheNameOfTheSpace() {
    assertEquals(
        """
        mine: decisions.x: is there twice; keep one
        mine: stem.channels: value 'channels': must be a whole number or a decision of this space; must be one of x
        mine: cells.a.nodes: value '0': must be a whole number from 1 to 16
        mine: cells.a.ops: is empty; must hold at least one operation
        mine: macro: is empty; must hold at least one cell""",
        assertThrows(
                ConfigException.class,
                () ->
                    CellSpaceSpec.named("mine")
                        .decision("x", Domain.range(1, 2))
                        .decision("x", Domain.range(1, 2))
                        .cell("a", cell -> cell.nodes(0))
                        .build())
            .getMessage());
  }

  @Test
  void numbersThatAreNotWholeAreRefusedInJavaToo() {
    CellSpaceBuilder space = fashionInJava().decision("rate", Domain.real(0.0, 0.5));
    assertEquals(
        "fashion-cells: decisions.rate: value 'numbers from 0 to 0.5': must hold whole numbers from"
            + " 0 to 999999999",
        assertThrows(ConfigException.class, space::build).getMessage());
  }

  @Test
  void mutatedTextsAreRefusedOrDescribeASoundSpace() {
    RandomGenerator random = Seeds.generator(5);
    String signs = " :,{}[]-#&*!'\"0129axnz\n\t";
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder(FASHION);
      for (int j = random.nextInt(1, 4); j > 0; j--) {
        int place = random.nextInt(text.length() - 8);
        switch (random.nextInt(4)) {
          case 0 -> text.deleteCharAt(place);
          case 1 -> text.insert(place, signs.charAt(random.nextInt(signs.length())));
          case 2 -> text.setCharAt(place, signs.charAt(random.nextInt(signs.length())));
          default -> text.delete(place, place + random.nextInt(8));
        }
      }
      try {
        CellSpace space = CellSpace.of(READER.parse("a.yaml", text.toString()));
        space.expand(space.sample(random));
        assertEquals(space.spec(), READER.parse("a.yaml", space.spec().toYaml()));
      } catch (ConfigException expected) {
        refused++;
      }
    }
    assertTrue(refused > 250 && refused < 500, "refused " + refused + " of 500");
  }
}
