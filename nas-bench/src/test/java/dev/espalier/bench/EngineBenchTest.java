package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EngineBenchTest {
  @Test
  void measuresTwoTrainingsSideBySide() throws Exception {
    assertTrue(EngineBench.examplesPerSecond(Engine.STOCK, "mbconv", "pair", 1, 0.0) > 0);
  }

  @Test
  void anUnknownModeIsNamedInTheError() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> EngineBench.examplesPerSecond(Engine.STOCK, "nb201", "validate", 1, 0.0));
    assertEquals("mode 'validate' must be train, infer or pair", error.getMessage());
  }

  @Test
  void anUnknownEngineIsNamedInTheError() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Engine.of("tensorflow"));
    assertEquals("engine 'tensorflow' is none of [onednn, stock]", error.getMessage());
  }
}
