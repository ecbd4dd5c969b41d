package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class Conv1dTest extends LayerContract {
  private static final Shape EVEN = new Shape.Sequence(6, 7);

  private static Good good(Conv1d layer, Cost cost) {
    return new Good(layer, List.of(EVEN), new Shape.Sequence(4, 7), cost);
  }

  @Override
  String typeId() {
    return "conv1d";
  }

  @Override
  List<Good> good() {
    return List.of(
        good(Conv1d.of(4, 3), new Cost(76, 504, 1036, 112)),
        good(Conv1d.causal(4, 3), new Cost(76, 504, 1036, 112)),
        good(new Conv1d(4, 3, 2, 1, false, true), new Cost(76, 504, 1036, 112)),
        good(new Conv1d(4, 3, 1, 1, false, false), new Cost(72, 504, 1008, 112)),
        good(new Conv1d(4, 3, 1, 2, false, true), new Cost(40, 252, 532, 112)),
        good(Conv1d.of(4, 9), new Cost(220, 1512, 3052, 112)),
        new Good(
            Conv1d.of(3, 1), List.of(EVEN), new Shape.Sequence(3, 7), new Cost(21, 126, 273, 84)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new Conv1d(4, 3, 1, 2, false, true),
            List.of(SEQUENCE),
            "input features (5) must be a multiple of groups (2)"),
        new Bad(
            Conv1d.of(4, 3),
            List.of(VECTOR),
            "takes a sequence [features, steps], got a vector of 20"),
        new Bad(
            Conv1d.of(4, 3),
            List.of(TOKENS),
            "takes a sequence [features, steps], got tokens, 7 steps of 11 tokens; embed them first"));
  }

  private static void refused(String message, int filters, int kernel, int dilation, int groups) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Conv1d(filters, kernel, dilation, groups, false, false))
            .getMessage());
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    refused("filters (0) must be at least 1", 0, 3, 1, 1);
    refused("kernel (0) must be at least 1", 4, 0, 1, 1);
    refused("dilation (0) must be at least 1", 4, 3, 0, 1);
    refused("groups (0) must be at least 1", 4, 3, 1, 0);
    refused("filters (4) must be a multiple of groups (3)", 4, 3, 1, 3);
  }
}
