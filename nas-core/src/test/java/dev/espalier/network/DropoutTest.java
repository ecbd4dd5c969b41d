package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest extends LayerContract {
  @Override
  String typeId() {
    return "dropout";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new Dropout(0.5), List.of(IMAGE), IMAGE, new Cost(0, 0, 0, 4 * 144)),
        new Good(new Dropout(0.1), List.of(IMAGE), IMAGE, new Cost(0, 0, 0, 4 * 144)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(new Dropout(0.5), List.of(), "takes one input, got 0"),
        new Bad(
            new Dropout(0.5),
            List.of(TOKENS),
            "takes values, got tokens, 7 steps of 11 tokens; embed them first"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0, -0.1, Double.NaN})
  void rateIsAProperShare(double rate) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> new Dropout(rate));
    assertEquals("rate (%s) must lie in (0, 1)".formatted(rate), error.getMessage());
  }
}
