package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.spaces.cell.CellSpace;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
  @Test
  void thereIsOneForImagesAndOneForVectors() {
    assertEquals(List.of("cnn-cells", "mlp-cells"), Presets.names());
    Presets.names().forEach(name -> assertEquals(name, Presets.get(name).name()));
  }

  @Test
  void aMisspeltNameIsAnsweredWithTheClosestOne() {
    assertEquals(
        "preset 'cnn-cell' must be one of cnn-cells, mlp-cells; did you mean cnn-cells?",
        assertThrows(IllegalArgumentException.class, () -> Presets.get("cnn-cell")).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 28, 32})
  void imageNetworksStaySmallOnSmallImages(int pixels) {
    CellSpace space =
        CellSpace.of(Presets.get("cnn-cells").bind(new Shape.Image(1, pixels, pixels), 10));
    RandomGenerator random = Seeds.generator(3);
    for (int i = 0; i < 200; i++) {
      Network network = space.expand(space.sample(random));
      assertEquals(new Shape.Vector(10), network.output().shape());
      assertTrue(network.declaredCost().params() < 1_000_000, network.toString());
    }
  }

  @Test
  void vectorNetworksTakeTables() {
    CellSpace space = CellSpace.of(Presets.get("mlp-cells").bind(new Shape.Vector(4), 3));
    RandomGenerator random = Seeds.generator(4);
    for (int i = 0; i < 200; i++) {
      assertEquals(new Shape.Vector(3), space.expand(space.sample(random)).output().shape());
    }
  }

  @Test
  void anImageSpaceRefusesAVector() {
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> CellSpace.of(Presets.get("cnn-cells").bind(new Shape.Vector(4), 3)))
            .toString()
            .contains(
                "cnn-cells.space.yaml:6: stem.op: value 'conv_bn_relu_3x3': does not take the vector input; must be one of dense_relu, dense_tanh, identity"));
  }
}
