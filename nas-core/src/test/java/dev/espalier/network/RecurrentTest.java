package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrentTest extends LayerContract {
  private static Recurrent of(Recurrent.Cell cell, boolean bidirectional) {
    return new Recurrent(cell, 4, bidirectional);
  }

  @Override
  String typeId() {
    return "recurrent";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            of(Recurrent.Cell.LSTM, false),
            List.of(SEQUENCE),
            new Shape.Sequence(4, 7),
            new Cost(160, 1008, 2492, 112)),
        new Good(
            of(Recurrent.Cell.LSTM, true),
            List.of(SEQUENCE),
            new Shape.Sequence(8, 7),
            new Cost(320, 2016, 4984, 224)),
        new Good(
            of(Recurrent.Cell.GRU, false),
            List.of(SEQUENCE),
            new Shape.Sequence(4, 7),
            new Cost(132, 756, 1988, 112)),
        new Good(
            of(Recurrent.Cell.SIMPLE_RNN, false),
            List.of(SEQUENCE),
            new Shape.Sequence(4, 7),
            new Cost(40, 252, 588, 112)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            of(Recurrent.Cell.LSTM, false),
            List.of(VECTOR),
            "takes a sequence [features, steps], got a vector of 20"),
        new Bad(
            of(Recurrent.Cell.LSTM, false),
            List.of(TOKENS),
            "takes a sequence [features, steps], got tokens, 7 steps of 11 tokens; embed them first"),
        new Bad(
            of(Recurrent.Cell.LSTM, false), List.of(SEQUENCE, SEQUENCE), "takes one input, got 2"));
  }

  /**
   * {@code torch.nn.LSTM(12, 16)} has weight_ih [64, 12], weight_hh [64, 16], bias_ih [64] and
   * bias_hh [64]; with GRU 48 stands for 64, with RNN 16.
   */
  @ParameterizedTest
  @CsvSource({"LSTM, 1920, 64", "GRU, 1440, 0", "SIMPLE_RNN, 480, 16"})
  void paramsAreThoseOfPyTorchLessTheSecondBiasOfEachGate(
      Recurrent.Cell cell, long torch, long secondBiases) {
    List<Shape> sequence = List.of(new Shape.Sequence(12, 29));
    for (int directions = 1; directions <= 2; directions++) {
      Recurrent layer = new Recurrent(cell, 16, directions == 2);
      Cost cost = layer.cost(sequence, layer.output(sequence));
      assertEquals(directions * (torch - secondBiases), cost.params());
    }
  }

  @Test
  void unitsArePositive() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new Recurrent(Recurrent.Cell.LSTM, 0, false));
    assertEquals("units (0) must be at least 1", error.getMessage());
  }
}
