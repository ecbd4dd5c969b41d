package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShiftTest extends LayerContract {
  @Override
  String typeId() {
    return "shift";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new Shift(1, 1), List.of(IMAGE), IMAGE, new Cost(0, 0, 0, 576)),
        new Good(new Shift(7, 0), List.of(IMAGE), IMAGE, new Cost(0, 0, 0, 576)),
        new Good(new Shift(1, 5), List.of(IMAGE), IMAGE, new Cost(0, 0, 0, 576)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new Shift(8, 0),
            List.of(IMAGE),
            "rows (8) and columns (0) must be less than the image's 8x6 pixels"),
        new Bad(
            new Shift(0, 6),
            List.of(IMAGE),
            "rows (0) and columns (6) must be less than the image's 8x6 pixels"),
        new Bad(
            new Shift(1, 1),
            List.of(VECTOR),
            "takes an image [channels, height, width], got a vector of 20"));
  }

  @Test
  void aShiftMovesSomething() {
    assertEquals(
        "rows (0) or columns (0) must be at least 1",
        assertThrows(IllegalArgumentException.class, () -> new Shift(0, 0)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Shift(-1, 1));
  }
}
