package dev.espalier.eval.model;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vector of floats as {@code Nd4j.write} stores it: a buffer with its shape, then one with its
 * numbers. ND4J believes the lengths that stand there, whatever bytes follow; here they are checked
 * first.
 */
final class StoredArray {
  /** How ND4J calls buffers whose length is a long. */
  private static final Set<String> KINDS = Set.of("MIXED_DATA_TYPES", "LONG_SHAPE");

  private static final int MOST_SHAPE_NUMBERS = 2 * 2 + 4;

  private StoredArray() {}

  /**
   * Reads a vector, or a matrix of one row.
   *
   * @param name what messages call it
   * @param expected how many numbers it must have; negative for any number
   * @return {@code [1, numbers]}
   * @throws IllegalArgumentException if it is anything else, or says of itself what is not so
   */
  static INDArray read(String name, byte[] content, long expected) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(content);
    DataInputStream in = new DataInputStream(bytes);
    try {
      long length = shape(name, in);
      if (expected >= 0 && length != expected) {
        throw new IllegalArgumentException(
            "%s has %s numbers; the configuration needs %s".formatted(name, length, expected));
      }
      long numbers = header(name, "numbers", "FLOAT", in);
      if (numbers != length || bytes.available() != Float.BYTES * length) {
        throw new IllegalArgumentException(
            "%s states %s numbers in a shape of %s, and %s bytes follow; must be %s"
                .formatted(name, numbers, length, bytes.available(), Float.BYTES * length));
      }
      float[] values = new float[(int) length];
      ByteBuffer.wrap(content, content.length - bytes.available(), bytes.available())
          .asFloatBuffer()
          .get(values);
      return Nd4j.createFromArray(values).reshape(1, length);
    } catch (EOFException cut) {
      throw new IllegalArgumentException("%s is cut short".formatted(name), cut);
    }
  }

  /** The number of values of a shape of one axis, or of two of which the first is 1. */
  private static long shape(String name, DataInputStream in) throws IOException {
    long count = header(name, "shape", "LONG", in);
    if (count < 1 || count > MOST_SHAPE_NUMBERS) {
      throw new IllegalArgumentException(
          "%s has a shape of %s numbers; must be of 1 to %s"
              .formatted(name, count, MOST_SHAPE_NUMBERS));
    }
    long[] numbers = new long[(int) count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readLong();
    }
    long rank = numbers[0];
    boolean vector = rank == 1 && count == 6;
    boolean row = rank == 2 && count == 8 && numbers[1] == 1;
    long length = vector ? numbers[1] : row ? numbers[2] : -1;
    if (length < 1 || length > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "%s has %s axes and %s numbers; must be one row of numbers"
              .formatted(name, rank, length));
    }
    return length;
  }

  private static long header(String name, String part, String type, DataInputStream in)
      throws IOException {
    String kind = in.readUTF();
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "the %s of %s are a buffer of no kind that is known here".formatted(part, name));
    }
    long length = in.readLong();
    if (!in.readUTF().equals(type)) {
      throw new IllegalArgumentException(
          "the %s of %s are not of type %s".formatted(part, name, type));
    }
    return length;
  }
}
