package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  /** One pixel, without loss. */
  private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  private final Path folder;

  ImageFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(BufferedImage image, String name) throws IOException {
    Path file = folder.resolve(name);
    assertTrue(ImageIO.write(image, name.substring(name.indexOf('.') + 1), file.toFile()), name);
    return file;
  }

  private static BufferedImage noise(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.png", "p.bmp", "p.tif", "p.tiff"})
  void picturesWithoutLossArriveAsTheyWere(String name) throws IOException {
    BufferedImage image = noise(5, 3);
    Path file = write(image, name);
    FeatureShape.Image shape = new FeatureShape.Image(3, 3, 5);
    assertEquals(shape, ImageFile.shape(file));
    float[] pixels = ImageFile.pixels(file, shape);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 5; x++) {
        int rgb = image.getRGB(x, y);
        assertEquals(rgb >> 16 & 0xff, pixels[y * 5 + x]);
        assertEquals(rgb >> 8 & 0xff, pixels[15 + y * 5 + x]);
        assertEquals(rgb & 0xff, pixels[30 + y * 5 + x]);
      }
    }
  }

  @Test
  void gifAndWebpAreReadToo() throws IOException {
    Path gif = write(noise(16, 9), "p.gif");
    assertEquals(new FeatureShape.Image(3, 9, 16), ImageFile.shape(gif));
    Path webp = folder.resolve("p.webp");
    Files.write(webp, Base64.getDecoder().decode(WEBP));
    FeatureShape.Image one = ImageFile.shape(webp);
    assertEquals(1, one.height() * one.width());
    assertEquals(one.size(), ImageFile.pixels(webp, one).length);
  }

  @ParameterizedTest
  @CsvSource({
    "png, 0.6",
    "jpg, 0.6",
    "bmp, 0.6",
    "gif, 0.6",
    "tif, 0.6",
    "png, 0.9",
    "jpg, 0.9",
    "bmp, 0.9",
    "gif, 0.9",
    "tif, 0.9"
  })
  void aPictureThatIsCutInItsDataIsRefusedByName(String format, double kept) throws IOException {
    Path whole = write(noise(80, 60), "whole." + format);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut." + format);
    Files.write(cut, Arrays.copyOf(bytes, (int) (kept * bytes.length)));
    FeatureShape.Image shape = new FeatureShape.Image(3, 60, 80);
    ImageFile.pixels(whole, shape);
    DatasetException e =
        assertThrows(DatasetException.class, () -> ImageFile.pixels(cut, shape), format);
    assertTrue(e.getMessage().contains("cut." + format), e.getMessage());
  }

  /** Where row 0 and column 0 of the stored picture are in the upright one (EXIF 2.32, 4.6.4). */
  @ParameterizedTest
  @CsvSource({
    "1, top, left", "2, top, right", "3, bottom, right", "4, bottom, left",
    "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
  })
  void orientationsAreApplied(int code, String row0, String column0) throws IOException {
    int height = 16;
    int width = 32;
    boolean turned = row0.equals("left") || row0.equals("right");
    BufferedImage stored =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int down = row0.equals("bottom") || column0.equals("bottom") ? height - 1 - y : y;
        int across = row0.equals("right") || column0.equals("right") ? width - 1 - x : x;
        stored
            .getRaster()
            .setSample(turned ? down : across, turned ? across : down, 0, value(y, x));
      }
    }
    byte[] jpeg = Files.readAllBytes(write(stored, "stored.jpg"));
    Path file = folder.resolve("photo.jpg");
    Files.write(
        file,
        Bytes.concat(Arrays.copyOf(jpeg, 2), exif(code), Arrays.copyOfRange(jpeg, 2, jpeg.length)));
    FeatureShape.Image upright = new FeatureShape.Image(1, height, width);
    assertEquals(upright, ImageFile.shape(file));
    float[] pixels = ImageFile.pixels(file, upright);
    for (int y = 4; y < height; y += 8) {
      for (int x = 4; x < width; x += 8) {
        assertEquals(value(y, x), pixels[y * width + x], 12, "at " + y + ", " + x);
      }
    }
  }

  /** Eight blocks of eight by eight pixels, each of its own grey. */
  private static int value(int y, int x) {
    return 30 * (y / 8 * 4 + x / 8);
  }

  private static byte[] exif(int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    byte[] body = Bytes.concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff.array());
    byte[] head =
        ByteBuffer.allocate(4).putShort((short) 0xffe1).putShort((short) (body.length + 2)).array();
    return Bytes.concat(head, body);
  }

  @Test
  void aPictureThatStatesAnEnormousSizeIsRefusedWithBoth() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(60_000).putInt(50_000);
    header.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(header.array());
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    byte[] length = ByteBuffer.allocate(4).putInt(13).array();
    byte[] crc = ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
    Path file = folder.resolve("huge.png");
    Files.write(file, Bytes.concat(signature, length, header.array(), crc));
    for (boolean decode : new boolean[] {false, true}) {
      DatasetException e =
          assertThrows(
              DatasetException.class,
              () -> {
                if (decode) {
                  ImageFile.pixels(file, new FeatureShape.Image(1, 8, 8));
                } else {
                  ImageFile.shape(file);
                }
              });
      assertTrue(e.getMessage().contains("huge.png"), e.getMessage());
      assertTrue(
          e.getMessage().contains("60000 x 50000 pixels; must have at most 250 million"),
          e.getMessage());
    }
  }

  @Test
  void aLargePictureShrinksToTheMeanOfWhatItShows() throws IOException {
    BufferedImage image = new BufferedImage(3000, 2000, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 2000; y++) {
      for (int x = 0; x < 3000; x++) {
        image.setRGB(x, y, (x + y) % 2 == 0 ? 0xffffff : 0);
      }
    }
    float[] pixels = ImageFile.pixels(write(image, "large.png"), new FeatureShape.Image(1, 4, 4));
    float[] half = new float[16];
    Arrays.fill(half, 127.5f);
    assertArrayEquals(half, pixels, 0.5f);
  }
}
