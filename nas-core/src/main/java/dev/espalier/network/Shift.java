package dev.espalier.network;

import java.util.List;

/**
 * The image moved up and to the left: what leaves it is lost, zeros follow from below and from the
 * right. The size stays. PyTorch's {@code F.pad(x, (0, columns, 0, rows))[:, :, rows:, columns:]}.
 *
 * @param rows pixels up, not negative, less than the image's height
 * @param columns pixels to the left, not negative, less than the image's width; not 0 where {@code
 *     rows} is
 */
public record Shift(int rows, int columns) implements Layer {
  public Shift {
    Require.notNegative("rows", rows);
    Require.notNegative("columns", columns);
    if (rows == 0 && columns == 0) {
      throw new IllegalArgumentException("rows (0) or columns (0) must be at least 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape.Image image = Shapes.image(inputs);
    if (rows >= image.height() || columns >= image.width()) {
      throw new IllegalArgumentException(
          "rows (%s) and columns (%s) must be less than the image's %sx%s pixels"
              .formatted(rows, columns, image.height(), image.width()));
    }
    return image;
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(0, output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.shift(this);
  }
}
