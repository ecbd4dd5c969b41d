package dev.espalier.spaces.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Shape;
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
    for (int features : List.of(6, 7)) {
      for (int stride : List.of(1, 2)) {
        if (operation.kinds().contains(Kind.IMAGE)) {
          assertEquals(
              new Shape.Image(features, stride == 1 ? 5 : 3, stride == 1 ? 4 : 2),
              apply(operation, new Shape.Image(6, 5, 4), features, stride).output().shape());
        }
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
        operation.kinds().contains(Kind.IMAGE) ? new Shape.Image(6, 5, 4) : new Shape.Vector(6);
    apply(operation, input, 7, 1).nodes().stream()
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
    "conv_bn_relu_3x3, 152, 5184"
  })
  void costsAreThoseCountedByHand(String id, long params, long macs) {
    Cost cost = apply(OPERATIONS.get(id), new Shape.Image(4, 6, 6), 4, 1).declaredCost();
    assertEquals(params, cost.params());
    assertEquals(macs, cost.macs());
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
