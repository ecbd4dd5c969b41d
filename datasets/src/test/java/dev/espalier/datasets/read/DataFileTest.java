package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.DatasetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DataFileTest {
  private static byte[] packed(byte[] content, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void whatIsPackedIsToldByItsFirstBytes() throws IOException {
    byte[] text = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(text, new DataFile("plain", ByteSource.wrap(text)).readAll());
    assertArrayEquals(text, new DataFile("gz", ByteSource.wrap(packed(text, 1))).readAll());
  }

  /** A table of zeros is data, of a few megabytes. */
  @Test
  void muchOfTheSameIsRead() throws IOException {
    byte[] zeros = "0,0,0,0\n".repeat(1 << 14).getBytes(StandardCharsets.UTF_8);
    DataFile file = new DataFile("zeros", ByteSource.wrap(packed(zeros, 64)));
    assertEquals(64L * zeros.length, file.readAll().length);
  }

  @Test
  void aFewKilobytesDoNotFillTheMemory() throws IOException {
    byte[] bomb = packed(new byte[1 << 20], 100);
    assertTrue(bomb.length < 1 << 17);
    DatasetException refused =
        assertThrows(
            DatasetException.class, () -> new DataFile("bomb.gz", ByteSource.wrap(bomb)).readAll());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("more than 500 times its size"),
        refused.getMessage());
  }
}
