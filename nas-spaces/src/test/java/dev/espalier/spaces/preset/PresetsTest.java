package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
  private static NetworkSpace space(String preset, Shape input, int outputs) {
    return Presets.get(preset).bind(input, outputs).space(OperationRegistry.standard());
  }

  @Test
  void thereAreSomeForImagesVectorsAndSequences() {
    assertEquals(
        List.of(
            "cnn-cells",
            "series-cells",
            "token-cells",
            "conv1d-cells",
            "mlp-cells",
            "nas-bench-201",
            "nas-bench-101",
            "darts-cnn",
            "mobilenet-macro",
            "lstm-stack",
            "darts-rnn",
            "enas-rnn",
            "flexibert-small"),
        Presets.names());
    Presets.names().forEach(name -> assertEquals(name, Presets.get(name).name()));
  }

  @Test
  void aMisspeltNameIsAnsweredWithTheClosestOne() {
    assertEquals(
        "preset 'cnn-cell' must be one of %s; did you mean cnn-cells?"
            .formatted(String.join(", ", Presets.names())),
        assertThrows(IllegalArgumentException.class, () -> Presets.get("cnn-cell")).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 28, 32})
  void imageNetworksStaySmallOnSmallImages(int pixels) {
    NetworkSpace space = space("cnn-cells", new Shape.Image(1, pixels, pixels), 10);
    RandomGenerator random = Seeds.generator(3);
    for (int i = 0; i < 200; i++) {
      Network network = space.expand(space.sample(random));
      assertEquals(new Shape.Vector(10), network.output().shape());
      assertTrue(network.declaredCost().params() < 1_000_000, network.toString());
    }
  }

  @Test
  void vectorNetworksTakeTables() {
    NetworkSpace space = space("mlp-cells", new Shape.Vector(4), 3);
    RandomGenerator random = Seeds.generator(4);
    for (int i = 0; i < 200; i++) {
      assertEquals(new Shape.Vector(3), space.expand(space.sample(random)).output().shape());
    }
  }

  @Test
  void recurrentNetworksTakeSequences() {
    NetworkSpace space = space("lstm-stack", new Shape.Sequence(12, 29), 9);
    RandomGenerator random = Seeds.generator(5);
    for (int i = 0; i < 200; i++) {
      assertEquals(new Shape.Vector(9), space.expand(space.sample(random)).output().shape());
    }
  }

  @Test
  void convolutionsOverStepsTakeSeriesAndTexts() {
    RandomGenerator random = Seeds.generator(6);
    for (Shape input : List.of(new Shape.Sequence(12, 29), new Shape.Tokens(50, 20))) {
      NetworkSpace space = space("conv1d-cells", input, 9);
      for (int i = 0; i < 200; i++) {
        assertEquals(new Shape.Vector(9), space.expand(space.sample(random)).output().shape());
      }
    }
  }

  @Test
  void cellsOverSeriesAreOfImagesOfOneRow() {
    RandomGenerator random = Seeds.generator(7);
    for (Shape input : List.of(new Shape.Sequence(12, 29), new Shape.Tokens(50, 20))) {
      NetworkSpace space = space("series-cells", input, 9);
      for (int i = 0; i < 200; i++) {
        Network network = space.expand(space.sample(random));
        assertEquals(new Shape.Vector(9), network.output().shape());
        assertTrue(
            network.nodes().stream()
                .map(Node::shape)
                .filter(Shape.Image.class::isInstance)
                .allMatch(shape -> ((Shape.Image) shape).height() == 1),
            network.toString());
      }
    }
  }

  @Test
  void cellsOverImagesRefuseASequence() {
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> space("cnn-cells", new Shape.Sequence(12, 29), 9))
            .toString()
            .contains(
                "stem.op: value 'conv_bn_relu_3x3': does not take the sequence input; must be one of embed, conv_ln_relu_3, conv_ln_relu_5, row_image, row_image_positions, conv_bn_relu_1x7, conv_bn_relu_1x9"));
  }

  @Test
  void anImageSpaceRefusesAVector() {
    assertTrue(
        assertThrows(
                IllegalArgumentException.class, () -> space("cnn-cells", new Shape.Vector(4), 3))
            .toString()
            .contains(
                "cnn-cells.space.yaml:6: stem.op: value 'conv_bn_relu_3x3': does not take the vector input; must be one of dense_relu, dense_tanh, identity"));
  }
}
