package dev.espalier.spaces.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Padding;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperationTest {
  private static final OperationRegistry OPERATIONS = OperationRegistry.standard();

  static Stream<Operation> cellOperations() {
    return OPERATIONS.operations().stream().filter(op -> op.roles().contains(Role.CELL));
  }

  static Stream<Operation> heads() {
    return OPERATIONS.operations().stream().filter(op -> op.roles().contains(Role.HEAD));
  }

  @ParameterizedTest
  @MethodSource("cellOperations")
  void aCellOperationGivesTheAskedFeaturesAndDividesByTheStride(Operation operation) {
    for (int features : List.of(8, 12, 7)) {
      if (features % GroupedConvolution.GROUPS > 0 && operation instanceof GroupedConvolution) {
        continue;
      }
      for (int stride : List.of(1, 2)) {
        if (operation.kinds().contains(Kind.IMAGE)) {
          assertEquals(
              new Shape.Image(features, stride == 1 ? 5 : 3, stride == 1 ? 4 : 2),
              apply(operation, new Shape.Image(8, 5, 4), features, stride).output().shape());
        }
      }
      if (operation.kinds().contains(Kind.SEQUENCE)) {
        assertEquals(
            new Shape.Sequence(features, 5),
            apply(operation, new Shape.Sequence(6, 5), features, 1).output().shape());
      }
      if (operation.kinds().contains(Kind.VECTOR)) {
        assertEquals(
            new Shape.Vector(features),
            apply(operation, new Shape.Vector(6), features, 1).output().shape());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cellOperations")
  void everyLayerIsKeyedUnderTheOperation(Operation operation) {
    Shape input =
        switch (operation.kinds().iterator().next()) {
          case IMAGE -> new Shape.Image(8, 5, 4);
          case SEQUENCE -> new Shape.Sequence(8, 5);
          case VECTOR -> new Shape.Vector(8);
        };
    apply(operation, input, 4, 2).nodes().stream()
        .skip(1)
        .forEach(node -> assertEquals("edge", node.key().substring(0, node.key().indexOf('.'))));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aHeadGivesAVector(Operation operation) {
    Shape input =
        operation.kinds().contains(Kind.IMAGE) ? new Shape.Image(6, 5, 4) : new Shape.Vector(6);
    assertInstanceOf(Shape.Vector.class, apply(operation, input, 9, 1).output().shape());
  }

  /** By hand, from 4 channels of 6x6 to 4 channels, stride 1; batch norm has 8 parameters. */
  @ParameterizedTest
  @CsvSource({
    "zero, 0, 0",
    "skip, 0, 0",
    "conv_1x1, 24, 576", // 4*4 + 8; 16*36
    "conv_3x3, 152, 5184", // 9*16 + 8; 144*36
    "dw_sep_conv_3x3, 60, 1872", // 9*4 + 16 + 8; 52*36
    "sep_conv_3x3, 120, 3744", // twice that
    "max_pool_3x3, 0, 0",
    "avg_pool_3x3, 0, 0",
    "conv_bn_relu_3x3, 152, 5184",
    "conv_bn_3x3, 152, 5184",
    "conv_5x5, 408, 14400", // 25*16 + 8; 400*36
    "conv_7x7, 792, 28224", // 49*16 + 8; 784*36
    "conv_7x1_1x7, 232, 8064", // 2*7*16 + 8; 224*36
    "sep_conv_3x3_centred, 120, 3744",
    "sep_conv_5x5, 248, 8352", // 2*(25*4 + 16 + 8); 2*116*36
    "sep_conv_7x7, 440, 15264", // 2*(49*4 + 16 + 8); 2*212*36
    "dil_conv_3x3, 60, 1872",
    "dil_conv_5x5, 124, 4176", // 25*4 + 16 + 8; 116*36
    "dw_conv_3x3, 44, 1296", // 9*4 + 8; 36*36
    "dw_conv_5x5, 108, 3600", // 25*4 + 8; 100*36
    "group_conv_3x3, 44, 1296", // 9*4 + 8; 36*36
    "max_pool_3x3_centred, 0, 0",
    "avg_pool_3x3_centred, 0, 0",
    "skip_factorized, 0, 0",
    "factorized_reduce, 24, 576",
    "mb_conv_3x3_e1, 68, 1872", // 36 + 8 + 16 + 8; 52*36
    "mb_conv_3x3_e3, 260, 7344", // 48 + 24 + 108 + 24 + 48 + 8; 204*36
    "mb_conv_3x3_e6, 512, 14688", // 96 + 48 + 216 + 48 + 96 + 8; 408*36
    "mb_conv_5x5_e3, 452, 14256", // 48 + 24 + 300 + 24 + 48 + 8; 396*36
    "mb_conv_5x5_e6, 896, 28512", // 96 + 48 + 600 + 48 + 96 + 8; 792*36
    "mb_conv_3x3_e1_se, 81, 1880", // and 4 + 1 + 4 + 4; 8
    "mb_conv_3x3_e6_se, 585, 14736", // and 24 + 1 + 24 + 24; 48
    "ir_3x3_t3, 260, 7344",
    "ir_5x5_t6, 896, 28512",
    "residual_block, 304, 10368" // twice conv_3x3
  })
  void costsAreThoseCountedByHand(String id, long params, long macs) {
    Cost cost = apply(OPERATIONS.get(id), new Shape.Image(4, 6, 6), 4, 1).declaredCost();
    assertEquals(params, cost.params());
    assertEquals(macs, cost.macs());
  }

  /** By hand, from 4 features at 6 steps to 5; layer norm has 10 parameters. */
  @ParameterizedTest
  @CsvSource({
    "zero, 0, 0",
    "skip, 25, 120", // 4*5 + 5; 20*6
    "conv_1, 30, 120", // 20 + 10
    "conv_3, 70, 360", // 3*20 + 10
    "conv_7, 150, 840", // 7*20 + 10
    "sep_conv_3, 92, 432", // 12 + 20 + 10 + 15 + 25 + 10; 72*6
    "dil_conv_5, 50, 240", // 5*4 + 20 + 10; 40*6
    "max_pool_3, 25, 120",
    "avg_pool_3, 25, 120",
    "embed, 25, 120",
    "conv_ln_relu_3, 70, 360"
  })
  void costsOverStepsAreThoseCountedByHand(String id, long params, long macs) {
    Network network = apply(OPERATIONS.get(id), new Shape.Sequence(4, 6), 5, 1);
    assertEquals(new Shape.Sequence(5, 6), network.output().shape());
    assertEquals(params, network.declaredCost().params());
    assertEquals(macs, network.declaredCost().macs());
  }

  @Test
  void tokensAreEmbeddedFirst() {
    Shape tokens = new Shape.Tokens(50, 6);
    Network table = apply(OPERATIONS.get("embed"), tokens, 5, 1);
    assertEquals(250, table.declaredCost().params());
    Network convolution = apply(OPERATIONS.get("conv_ln_relu_3"), tokens, 5, 1);
    assertEquals(250 + 3 * 25 + 10, convolution.declaredCost().params());
    assertEquals(new Shape.Sequence(5, 6), convolution.output().shape());
  }

  /** By hand, from 4 channels of 7x5 to 8 of 4x3; batch norm has 16 parameters. */
  @ParameterizedTest
  @CsvSource({
    "conv_5x5, 816, 9600", // 25*32 + 16; 800*12
    "conv_7x1_1x7, 688, 13216", // 7*32 + 7*64 + 16; 224*35 + 448*12
    "sep_conv_3x3_centred, 236, 2448", // 36 + 32 + 16 + 72 + 64 + 16; 204*12
    "sep_conv_5x5, 428, 4752", // 100 + 32 + 16 + 200 + 64 + 16; 396*12
    "dil_conv_3x3, 84, 816", // 36 + 32 + 16; 68*12
    "dil_conv_5x5, 148, 1584", // 100 + 32 + 16; 132*12
    "dw_conv_3x3, 136, 1984", // 32 + 16 + 72 + 16; 32*35 + 72*12
    "group_conv_3x3, 88, 864", // 9*8 + 16; 72*12
    "max_pool_3x3_centred, 48, 1120", // 32 + 16; 32*35
    "factorized_reduce, 48, 384", // 4*4 + 4*4 + 16; 32*12
    "skip_factorized, 48, 384",
    "mb_conv_3x3_e3, 316, 4128", // 48 + 24 + 108 + 24 + 96 + 16; 48*35 + 204*12
    "residual_block, 928, 10752" // 288 + 16 + 576 + 16 + 32; 896*12
  })
  void costsOfHalvingAndWideningAreThoseCountedByHand(String id, long params, long macs) {
    Network network = apply(OPERATIONS.get(id), new Shape.Image(4, 7, 5), 8, 2);
    assertEquals(new Shape.Image(8, 4, 3), network.output().shape());
    assertEquals(params, network.declaredCost().params());
    assertEquals(macs, network.declaredCost().macs());
  }

  @Test
  void paddingOnBothSidesMakesADifferenceWhereHalvingOnly() {
    Shape image = new Shape.Image(4, 6, 6);
    for (String id : List.of("sep_conv_3x3", "max_pool_3x3", "avg_pool_3x3")) {
      Operation centred = OPERATIONS.get(id + "_centred");
      assertEquals(
          apply(OPERATIONS.get(id), image, 4, 1).canonicalHash(),
          apply(centred, image, 4, 1).canonicalHash());
      assertNotEquals(
          apply(OPERATIONS.get(id), image, 4, 2).canonicalHash(),
          apply(centred, image, 4, 2).canonicalHash());
    }
    assertEquals(Window.padded(5, 2, 2), Border.CENTRED.window(5, 2));
    assertEquals(new Window(3, 3, 2, 2, Padding.of(2, 2)), Border.CENTRED.window(3, 3, 2, 2));
    assertEquals(new Window(7, 1, 2, 1, Padding.of(3, 0)), Border.CENTRED.window(7, 1, 2, 1));
  }

  @Test
  void channelsThatDoNotFallIntoGroupsAreRefused() {
    Operation grouped = OPERATIONS.get("group_conv_3x3");
    assertEquals(
        "edge: input channels (6) must be a multiple of the 4 groups; choose such channels, or dw_conv",
        assertThrows(NetworkException.class, () -> apply(grouped, new Shape.Image(6, 5, 5), 8, 1))
            .getMessage());
    assertEquals(
        "edge: features (10) must be a multiple of the 4 groups; choose such channels, or dw_conv",
        assertThrows(NetworkException.class, () -> apply(grouped, new Shape.Image(8, 5, 5), 10, 1))
            .getMessage());
  }

  @Test
  void aSkipThatHalvesIsAProjection() {
    Cost cost = apply(OPERATIONS.get("skip"), new Shape.Image(4, 6, 6), 8, 2).declaredCost();
    assertEquals(4 * 8 + 16, cost.params());
    assertEquals(4 * 8 * 9, cost.macs());
  }

  @Test
  void anOperationOnTheWrongKindOfInputIsRefused() {
    assertThrows(
        NetworkException.class, () -> apply(OPERATIONS.get("conv_3x3"), new Shape.Vector(4), 4, 1));
  }

  private static Network apply(Operation operation, Shape input, int features, int stride) {
    Network.Builder network = Network.builder(input);
    operation.add(network, "edge", 0, features, stride);
    return network.build();
  }
}
