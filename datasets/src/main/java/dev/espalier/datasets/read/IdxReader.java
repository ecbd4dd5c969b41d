package dev.espalier.datasets.read;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import java.nio.ByteBuffer;

/**
 * Reads IDX files, the format of MNIST: two zero bytes, a type byte, the number of dimensions, one
 * big-endian 32-bit size a dimension, then the values. Images are unsigned bytes {@code [count,
 * height, width]}, labels unsigned bytes {@code [count]}.
 */
public final class IdxReader {
  private static final int UNSIGNED_BYTE = 0x08;

  private IdxReader() {}

  /** Whether content starts as an IDX file of unsigned bytes with three dimensions does. */
  static boolean looksLikeImages(byte[] content) {
    return content.length >= 4
        && content[0] == 0
        && content[1] == 0
        && content[2] == UNSIGNED_BYTE
        && content[3] == 3;
  }

  /**
   * Reads grey images, values 0 to 255.
   *
   * @throws DatasetException if the file is no such IDX file, is empty, too short or too long
   */
  public static RawImages readImages(DataFile file) {
    return images(file.name(), file.readAll());
  }

  static RawImages images(String name, byte[] content) {
    int[] sizes = header(name, content, 3);
    FeatureShape.Image shape = new FeatureShape.Image(1, sizes[1], sizes[2]);
    Features.Builder pixels;
    try {
      pixels = Features.builder(shape, sizes[0]);
    } catch (IllegalArgumentException e) {
      throw new DatasetException(name, "byte offset 4", String.valueOf(e.getMessage()), e);
    }
    float[] image = new float[shape.size()];
    int position = 4 + 4 * sizes.length;
    for (int i = 0; i < sizes[0]; i++) {
      for (int j = 0; j < image.length; j++) {
        image[j] = content[position++] & 0xff;
      }
      pixels.add(image);
    }
    return RawImages.numbered(name, pixels.build());
  }

  /**
   * Reads labels, 0 to 255.
   *
   * @throws DatasetException if the file is no such IDX file, is empty, too short or too long
   */
  public static int[] readLabels(DataFile file) {
    byte[] content = file.readAll();
    int[] sizes = header(file.name(), content, 1);
    int[] labels = new int[sizes[0]];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = content[8 + i] & 0xff;
    }
    return labels;
  }

  private static int[] header(String name, byte[] content, int dimensions) {
    int header = 4 + 4 * dimensions;
    if (content.length < 4 || content[0] != 0 || content[1] != 0) {
      throw new DatasetException(
          name, "byte offset 0", "is not an IDX file, which starts with two zero bytes");
    }
    if (content[2] != UNSIGNED_BYTE) {
      throw new DatasetException(
          name,
          "byte offset 2",
          "value type is 0x%02x, should be 0x08 (unsigned bytes)".formatted(content[2]));
    }
    if (content[3] != dimensions) {
      throw new DatasetException(
          name,
          "byte offset 3",
          "has %s dimensions, should have %s (%s)"
              .formatted(
                  content[3], dimensions, dimensions == 1 ? "labels" : "images, rows, columns"));
    }
    if (content.length < header) {
      throw new DatasetException(
          name, "byte offset " + content.length, "ends inside its header of " + header + " bytes");
    }
    int[] sizes = new int[dimensions];
    long expected = 1;
    ByteBuffer buffer = ByteBuffer.wrap(content, 4, 4 * dimensions);
    for (int i = 0; i < dimensions; i++) {
      sizes[i] = buffer.getInt();
      if (sizes[i] < 1) {
        throw new DatasetException(
            name,
            "byte offset " + (4 + 4 * i),
            "dimension %s is %s, should be at least 1".formatted(i, sizes[i]));
      }
      // Saturates above any file that fits in memory, so that three large sizes cannot overflow.
      expected = Math.min(expected * sizes[i], Integer.MAX_VALUE);
    }
    if (content.length - header != expected) {
      throw new DatasetException(
          name,
          "byte offset " + content.length,
          "holds %s values after its header, which promises %s"
              .formatted(content.length - header, expected));
    }
    return sizes;
  }
}
