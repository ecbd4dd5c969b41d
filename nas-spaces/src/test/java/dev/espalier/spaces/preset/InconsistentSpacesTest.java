package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import dev.espalier.spaces.cell.Align;
import dev.espalier.spaces.cell.CellSpaceBuilder;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.Merge;
import dev.espalier.spaces.cell.Setting;
import dev.espalier.spaces.cell.Wiring;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.spaces.transformer.TransformerSpaceSpec;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Spaces that cannot be, each refused with all that is wrong, from Java and from YAML. */
class InconsistentSpacesTest {
  private static final String UNBALANCED =
      "must be a whole number from 1 to 48, the first not above the second";

  /** Places and values, such as {@code heads: 3}, of the faults. */
  private static List<String> places(Supplier<SpaceSpec> description) {
    return assertThrows(
            ConfigException.class, () -> description.get().space(OperationRegistry.standard()))
        .faults()
        .stream()
        .map(fault -> fault.value() == null ? fault.path() : fault.path() + ": " + fault.value())
        .sorted()
        .toList();
  }

  private static List<String> remedies(Supplier<SpaceSpec> description) {
    return assertThrows(
            ConfigException.class, () -> description.get().space(OperationRegistry.standard()))
        .faults()
        .stream()
        .map(Fault::remedy)
        .toList();
  }

  private static Supplier<SpaceSpec> yaml(String text) {
    return () -> SpaceFiles.standard().parse("bad.yaml", text);
  }

  private static CellSpaceBuilder cells() {
    return CellSpaceSpec.named("bad")
        .input(new Shape.Image(1, 4, 4))
        .outputs(3)
        .stem("conv_bn_relu_3x3", Setting.of(6))
        .head("global_avg_pool");
  }

  private static final String CELLS =
      """
      apiVersion: nas-space/v1
      name: bad
      input: {type: image, height: 4, width: 4, channels: 1}
      classes: 3
      stem: {op: conv_bn_relu_3x3, channels: 6}
      head: {op: global_avg_pool}
      """;

  @Test
  void noPathAChannelMismatchAndStridesBelowOnePixelAreListedTogether() {
    List<String> faults =
        List.of("cells.none.ops: zero", "cells.odd.ops[1]: group_conv_3x3", "macro[2].cell: deep");
    assertEquals(
        faults,
        places(
            () ->
                cells()
                    .cell("none", cell -> cell.ops("zero"))
                    .cell("odd", cell -> cell.ops("conv_3x3", "group_conv_3x3"))
                    .cell("deep", cell -> cell.stride(2).ops("conv_3x3"))
                    .stage("none")
                    .stage("odd")
                    .stage("deep", Setting.of(3))
                    .build()));
    assertEquals(
        faults,
        places(
            yaml(
                CELLS
                    + """
                    cells:
                      none: {nodes: 1, ops: [zero]}
                      odd: {nodes: 1, ops: [conv_3x3, group_conv_3x3]}
                      deep: {nodes: 1, stride: 2, ops: [conv_3x3]}
                    macro: [{cell: none}, {cell: odd}, {cell: deep, repeat: 3}]
                    """)));
  }

  @Test
  void aGroupedConvolutionSaysWhichWidthItDoesNotTake() {
    List<String> remedies =
        remedies(
            () ->
                cells()
                    .cell("grouped", cell -> cell.ops("group_conv_3x3"))
                    .stage("grouped")
                    .build());
    assertEquals(
        List.of(
            "cannot make 6 channels of 6, as the space may ask: group_conv_3x3: input channels (6) "
                + "must be a multiple of the 4 groups; choose such channels, or dw_conv"),
        remedies);
  }

  @Test
  void whatIsNotProjectedMustTakeTheWidthBefore() {
    assertEquals(
        List.of("cells.plain.ops[0]: group_conv_3x3"),
        places(
            () ->
                cells()
                    .stem("conv_bn_relu_3x3", Setting.of(6))
                    .cell("plain", cell -> cell.align(Align.NONE).ops("group_conv_3x3"))
                    .stage("plain", Setting.of(1), Setting.of(8))
                    .build()));
  }

  @Test
  void whatEachWiringForbidsIsListedTogether() {
    List<String> faults =
        List.of(
            "cells.bare.align: none",
            "cells.free.inputs: 2",
            "cells.free.merge: add",
            "cells.free.stride: 2",
            "cells.many.edgesPerNode: 8");
    assertEquals(
        faults,
        places(
            () ->
                cells()
                    .cell("bare", cell -> cell.inputs(2).align(Align.NONE).ops("skip"))
                    .cell(
                        "free",
                        cell -> cell.wiring(Wiring.free(9)).inputs(2).stride(2).ops("conv_3x3"))
                    .cell("many", cell -> cell.nodes(16).edgesPerNode(8).ops("skip"))
                    .stage("bare")
                    .stage("free")
                    .stage("many")
                    .build()));
    assertEquals(
        faults,
        places(
            yaml(
                CELLS
                    + """
                    cells:
                      bare: {nodes: 1, inputs: 2, align: none, ops: [skip]}
                      free: {nodes: 1, mostEdges: 9, inputs: 2, stride: 2, merge: add, ops: [conv_3x3]}
                      many: {nodes: 16, edgesPerNode: 8, ops: [skip]}
                    macro: [{cell: bare}, {cell: free}, {cell: many}]
                    """)));
  }

  @Test
  void aStemThatHalvesOnePixelIsRefusedBesideWhatAFreeCellCannotHave() {
    List<String> faults = List.of("cells.free.ops: zero", "stem.stride: 2");
    assertEquals(
        faults,
        places(
            () ->
                cells()
                    .input(new Shape.Image(1, 1, 1))
                    .stemStride(2)
                    .cell(
                        "free",
                        cell ->
                            cell.wiring(Wiring.free(3)).merge(Merge.CONCAT).ops("zero", "conv_1x1"))
                    .stage("free")
                    .build()));
    assertEquals(
        faults,
        places(
            yaml(
                """
                apiVersion: nas-space/v1
                name: bad
                input: {type: image, height: 1, width: 1, channels: 1}
                classes: 3
                stem: {op: conv_bn_relu_3x3, channels: 6, stride: 2}
                cells:
                  free: {nodes: 1, mostEdges: 3, merge: concat, ops: [zero, conv_1x1]}
                macro: [{cell: free}]
                head: {op: global_avg_pool}
                """)));
  }

  @Test
  void namesThatAreThereTwiceAreListedTogether() {
    assertEquals(
        List.of("cells.one", "cells.two.ops[1]: skip", "decisions.channels", "decisions.widen"),
        places(
            () ->
                CellSpaceSpec.named("bad")
                    .input(new Shape.Image(1, 4, 4))
                    .outputs(3)
                    .decision("channels", Domain.range(4, 8))
                    .decision("channels", Domain.range(4, 9))
                    .decision("widen", Domain.range(1, 2))
                    .stem("conv_bn_relu_3x3")
                    .widen(Setting.range(1, 2))
                    .cell("one", cell -> cell.ops("skip"))
                    .cell("one", cell -> cell.ops("conv_1x1"))
                    .cell("two", cell -> cell.ops("skip", "skip"))
                    .stage("one", Setting.decision("widen"))
                    .stage("two")
                    .head("global_avg_pool")
                    .build()));
    assertEquals(
        List.of("cells.one", "cells.two.ops[1]: skip", "decisions.channels", "decisions.widen"),
        places(
            yaml(
                """
                apiVersion: nas-space/v1
                name: bad
                input: {type: image, height: 4, width: 4, channels: 1}
                classes: 3
                decisions: {channels: {int: [4, 8]}, channels: {int: [4, 9]}, widen: {int: [1, 2]}}
                stem: {op: conv_bn_relu_3x3}
                widen: {int: [1, 2]}
                cells:
                  one: {nodes: 1, ops: [skip]}
                  one: {nodes: 1, ops: [conv_1x1]}
                  two: {nodes: 1, ops: [skip, skip]}
                macro: [{cell: one, repeat: widen}, {cell: two}]
                head: {op: global_avg_pool}
                """)));
  }

  @Test
  void headsThatDoNotDivideAWidthAreListedWithTheOtherMistakes() {
    List<String> faults = List.of("heads: 3", "heads: 5", "kernel: 3, 5", "norm: between");
    assertEquals(
        faults,
        places(
            () ->
                TransformerSpaceSpec.named("bad")
                    .input(new Shape.Sequence(4, 8))
                    .outputs(3)
                    .layers(1, 2)
                    .width(12, 20)
                    .headsOfEach(2, 3, 5)
                    .feedForward(8)
                    .norms("between")
                    .kernels(3, 5)
                    .build()));
    assertEquals(
        faults,
        places(
            yaml(
                """
                apiVersion: nas-space/v1
                name: bad
                family: transformer
                input: {type: sequence, features: 4, steps: 8}
                classes: 3
                layers: {int: [1, 2]}
                width: {choice: [12, 20]}
                heads: {each: [2, 3, 5]}
                feedForward: 8
                norm: between
                kernel: {choice: [3, 5]}
                """)));
  }

  @Test
  void valuesThatAreThereTwiceAndBoundsInTheWrongOrderAreListedTogether() {
    assertEquals(
        List.of("cell: gru", "dropout", "layers: 3 to 1", "summary: sum", "units: 0", "units: 8"),
        places(
            () ->
                RecurrentSpaceSpec.named("bad")
                    .input(new Shape.Sequence(4, 8))
                    .outputs(3)
                    .cells("gru", "lstm", "gru")
                    .layers(3, 1)
                    .units(8, 0, 8)
                    .dropout()
                    .summaries("sum")
                    .build()));
    assertEquals(
        List.of(
            "cell.choice[2]: gru",
            "dropout.choice",
            "layers.int[1]: 1",
            "summary: sum",
            "units.choice[1]: 0",
            "units.choice[2]: 8"),
        places(
            yaml(
                """
                apiVersion: nas-space/v1
                name: bad
                family: recurrent
                input: {type: sequence, features: 4, steps: 8}
                classes: 3
                cell: {choice: [gru, lstm, gru]}
                layers: {int: [3, 1]}
                units: {choice: [8, 0, 8]}
                dropout: {choice: []}
                summary: sum
                """)));
    assertEquals(
        List.of(UNBALANCED),
        remedies(
            () ->
                TransformerSpaceSpec.named("bad")
                    .input(new Shape.Sequence(4, 8))
                    .outputs(3)
                    .layers(0, 2)
                    .width(8)
                    .heads(2)
                    .feedForward(8)
                    .build()));
  }

  @Test
  void cellsThatAreLikeEachOtherAndAliasesOfThemselvesAreRefused() {
    assertEquals(
        List.of("cells.one.like: two", "stem.stride: 3"),
        places(
            () ->
                cells()
                    .stemStride(3)
                    .cell("one", cell -> cell.like("two"))
                    .cell("two", cell -> cell.like("one").stride(2))
                    .stage("one")
                    .stage("two")
                    .build()));
    assertEquals(
        List.of("cells.one.like: two"),
        places(
            yaml(
                CELLS
                    + """
                    cells:
                      one: {like: two}
                      two: {like: one, stride: 2}
                    macro: [{cell: one}, {cell: two}]
                    """)));
    assertEquals(
        List.of("is nested too deep; at most 50 levels"),
        Stream.of(remedies(yaml(CELLS + "cells: &all {one: *all}\nmacro: [{cell: one}]\n")))
            .map(remedies -> remedies.get(0))
            .toList());
  }
}
