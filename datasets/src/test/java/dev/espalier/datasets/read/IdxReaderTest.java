package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxReaderTest {
  /** Two images of one row and three columns. */
  private static final byte[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 2, 3, (byte) 200, (byte) 255
  };

  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, (byte) 129};

  private static DataFile file(byte[] content) {
    return new DataFile("some.idx", ByteSource.wrap(content));
  }

  private static byte[] packed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void bytesAreReadAsUnsigned() {
    RawImages images = IdxReader.readImages(file(IMAGES));
    assertEquals(new FeatureShape.Image(1, 1, 3), images.shape());
    assertArrayEquals(new float[] {3, 200, 255}, images.pixels().row(1));
    assertEquals("image 1", images.place(1));
    assertArrayEquals(new int[] {7, 129}, IdxReader.readLabels(file(LABELS)));
  }

  @Test
  void gzipIsToldFromTheContentNotFromTheName() throws IOException {
    RawImages images = IdxReader.readImages(file(packed(IMAGES)));
    assertArrayEquals(new float[] {0, 1, 2}, images.pixels().row(0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 9, byte offset 0",
    "2, 13, byte offset 2",
    "3, 1, byte offset 3",
    "7, 0, byte offset 4",
    "8, -1, byte offset 8",
    "7, 3, byte offset 22",
    "4, 127, byte offset 22"
  })
  void aWrongByteOfTheHeaderIsNamedWithItsOffset(int index, int value, String place) {
    byte[] content = IMAGES.clone();
    content[index] = (byte) value;
    DatasetException e =
        assertThrows(DatasetException.class, () -> IdxReader.readImages(file(content)));
    assertEquals("some.idx", e.source());
    assertEquals(place, e.place());
  }

  @Test
  void everyTruncationIsNoticed() {
    for (int length = 0; length < IMAGES.length; length++) {
      byte[] content = Arrays.copyOf(IMAGES, length);
      assertThrows(DatasetException.class, () -> IdxReader.readImages(file(content)));
    }
    byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
    assertThrows(DatasetException.class, () -> IdxReader.readImages(file(longer)));
  }

  @Test
  void damagedPackingIsNoticed() throws IOException {
    byte[] packed = packed(new byte[100_000]);
    byte[] truncated = Arrays.copyOf(packed, packed.length / 2);
    DatasetException e =
        assertThrows(DatasetException.class, () -> IdxReader.readImages(file(truncated)));
    assertTrue(e.getMessage().contains("unpacked bytes"), e.getMessage());
  }

  @Test
  void anotherChecksumNamesBothSums() {
    DatasetException e = assertThrows(DatasetException.class, () -> file(LABELS).verified("00ff"));
    assertTrue(e.getMessage().contains("00ff"), e.getMessage());
    assertTrue(e.getMessage().matches("(?s).*[0-9a-f]{64}.*"), e.getMessage());
  }
}
