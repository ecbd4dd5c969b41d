package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class Conv2dTest extends LayerContract {
  @Override
  String typeId() {
    return "conv2d";
  }

  @Override
  List<Good> good() {
    return List.of(
        // 5 filters of 3x3 over 3 channels: 135 weights, at 8*6 positions
        new Good(
            Conv2d.of(5, Window.same(3, 1)),
            List.of(IMAGE),
            new Shape.Image(5, 8, 6),
            new Cost(135, 6480, 12960, 4 * 240)),
        // the bias: one more weight a filter, one more addition a pixel
        new Good(
            new Conv2d(5, Window.same(3, 1), 1, true),
            List.of(IMAGE),
            new Shape.Image(5, 8, 6),
            new Cost(140, 6480, 12960 + 240, 4 * 240)),
        // stride 2 halves, rounding up
        new Good(
            Conv2d.of(5, Window.same(3, 2)),
            List.of(IMAGE),
            new Shape.Image(5, 4, 3),
            new Cost(135, 1620, 3240, 4 * 60)),
        new Good(
            Conv2d.of(5, Window.valid(3, 1)),
            List.of(IMAGE),
            new Shape.Image(5, 6, 4),
            new Cost(135, 3240, 6480, 4 * 120)),
        new Good(
            Conv2d.of(5, Window.padded(3, 1, 2)),
            List.of(IMAGE),
            new Shape.Image(5, 10, 8),
            new Cost(135, 10800, 21600, 4 * 400)),
        // taps two apart reach over 5 rows; one column
        new Good(
            Conv2d.of(5, new Window(3, 1, 1, 2, Padding.valid())),
            List.of(IMAGE),
            new Shape.Image(5, 4, 6),
            new Cost(45, 1080, 2160, 4 * 120)),
        // two filters for each of three channels
        new Good(
            new Conv2d(6, Window.same(3, 1), 3, false),
            List.of(IMAGE),
            new Shape.Image(6, 8, 6),
            new Cost(54, 2592, 5184, 4 * 288)),
        new Good(
            Conv2d.depthwise(3, Window.same(3, 1)),
            List.of(IMAGE),
            new Shape.Image(3, 8, 6),
            new Cost(27, 1296, 2592, 4 * 144)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            Conv2d.of(4, Window.same(3, 1)),
            List.of(VECTOR),
            "takes an image [channels, height, width], got a vector of 20"),
        new Bad(Conv2d.of(4, Window.same(3, 1)), List.of(IMAGE, IMAGE), "takes one input, got 2"),
        new Bad(
            Conv2d.depthwise(4, Window.same(3, 1)),
            List.of(IMAGE),
            "input channels (3) must be a multiple of groups (4)"),
        new Bad(
            Conv2d.of(4, Window.valid(5, 1)),
            List.of(new Shape.Image(1, 3, 3)),
            "a 5x5 valid window does not fit an image of 3x3 pixels; use same padding, a smaller"
                + " kernel or fewer reductions before it"),
        new Bad(
            Conv2d.of(4, new Window(1 << 30, 1, 1, 4, Padding.valid())),
            List.of(IMAGE),
            "its size or cost exceeds what can be counted (integer overflow)"),
        new Bad(
            Conv2d.of(Integer.MAX_VALUE, Window.same(Integer.MAX_VALUE, 1)),
            List.of(IMAGE),
            "its size or cost exceeds what can be counted (long overflow)"));
  }

  @Test
  void filtersAreAMultipleOfGroups() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new Conv2d(5, Window.same(3, 1), 2, false));
    assertEquals("filters (5) must be a multiple of groups (2)", error.getMessage());
  }
}
