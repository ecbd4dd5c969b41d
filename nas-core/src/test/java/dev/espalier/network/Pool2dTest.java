package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class Pool2dTest extends LayerContract {
  @Override
  String typeId() {
    return "pool2d";
  }

  @Override
  List<Good> good() {
    return List.of(
        // 3*4*3 outputs of 9 pixels each
        new Good(
            Pool2d.max(Window.same(3, 2)),
            List.of(IMAGE),
            new Shape.Image(3, 4, 3),
            new Cost(0, 0, 324, 4 * 36)),
        new Good(
            Pool2d.average(Window.same(3, 2)),
            List.of(IMAGE),
            new Shape.Image(3, 4, 3),
            new Cost(0, 0, 324, 4 * 36)),
        new Good(
            new Pool2d(Pooling.AVERAGE, Window.same(3, 2), true),
            List.of(IMAGE),
            new Shape.Image(3, 4, 3),
            new Cost(0, 0, 324, 4 * 36)),
        new Good(
            Pool2d.max(Window.valid(2, 2)),
            List.of(IMAGE),
            new Shape.Image(3, 4, 3),
            new Cost(0, 0, 144, 4 * 36)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            Pool2d.max(Window.valid(2, 2)),
            List.of(VECTOR),
            "takes an image [channels, height, width], got a vector of 20"),
        new Bad(
            Pool2d.average(Window.valid(7, 1)),
            List.of(IMAGE),
            "a 7x7 valid window does not fit an image of 8x6 pixels; use same padding, a smaller"
                + " kernel or fewer reductions before it"));
  }

  @Test
  void aMaximumDoesNotCountPadding() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new Pool2d(Pooling.MAX, Window.same(3, 1), true));
    assertEquals("countPadding (true) means nothing to a maximum", error.getMessage());
  }

  @Test
  void windowsAreNotSummedUp() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Pool2d(Pooling.SUM, Window.same(3, 1), false));
    assertEquals("pooling (sum) of a window must be max or avg", error.getMessage());
  }

  @Test
  void windowsAreNotDilated() {
    Window window = new Window(3, 3, 1, 2, Padding.same());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Pool2d.max(window));
    assertEquals("dilation (2) of a pooling window must be 1", error.getMessage());
  }
}
