package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * One picture on disk: PNG, JPEG, BMP, GIF (the first of its pictures), TIFF or WebP. Transparency
 * is ignored; the orientation of EXIF data is applied.
 */
final class ImageFile {
  /** Endings of the pictures that are read. */
  static final ImmutableSet<String> ENDINGS =
      ImmutableSet.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp");

  /** Pixels of the largest picture that is read. */
  static final long LARGEST = 250_000_000;

  /** From here on pictures are decoded one at a time. */
  private static final long LARGE = 32_000_000;

  private static final Object LARGE_ONES = new Object();

  private ImageFile() {}

  /** The endings for a message, such as {@code .png, .jpg}. */
  static String endings() {
    return "." + String.join(", .", ENDINGS);
  }

  /** Whether a file is a picture by its name. */
  static boolean isPicture(Path path) {
    return !Endings.isHidden(path) && ENDINGS.contains(Endings.of(path));
  }

  /** Size when upright and channels (1 for grey, else 3), from the header alone. */
  static FeatureShape.Image shape(Path path) {
    return read(
        path,
        reader -> {
          requireSize(path, reader);
          Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
          boolean grey = types.hasNext() && isGrey(types.next().getColorModel());
          return Orientation.of(path)
              .turned(
                  new FeatureShape.Image(grey ? 1 : 3, reader.getHeight(0), reader.getWidth(0)));
        });
  }

  /** The upright picture in the wanted shape, values 0 to 255. */
  static float[] pixels(Path path, FeatureShape.Image wanted) {
    return read(
        path,
        reader -> {
          if (requireSize(path, reader) < LARGE) {
            return pixels(path, reader, wanted);
          }
          synchronized (LARGE_ONES) {
            return pixels(path, reader, wanted);
          }
        });
  }

  private static float[] pixels(Path path, ImageReader reader, FeatureShape.Image wanted)
      throws IOException {
    List<String> cuts = new ArrayList<>();
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
            cuts.add(warning);
          }
        });
    BufferedImage image = reader.read(0);
    if (!cuts.isEmpty()) {
      throw new DatasetException(path.toString(), "is cut: " + cuts.get(0));
    }
    boolean grey = isGrey(image.getColorModel());
    FeatureShape.Image stored =
        new FeatureShape.Image(grey ? 1 : 3, image.getHeight(), image.getWidth());
    Orientation orientation = Orientation.of(path);
    return orientation.upright(
        Resampler.convert(
            grey ? grey(path, image) : colour(image), stored, orientation.turned(wanted)),
        wanted);
  }

  private static long requireSize(Path path, ImageReader reader) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > LARGEST) {
      throw new DatasetException(
          path.toString(),
          "has %s x %s pixels; must have at most %s million"
              .formatted(reader.getWidth(0), reader.getHeight(0), LARGEST / 1_000_000));
    }
    return pixels;
  }

  private static boolean isGrey(ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      for (int i = 0; i < palette.getMapSize(); i++) {
        if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
          return false;
        }
      }
      return true;
    }
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Samples as stored: {@code getRGB} would bend grey values by a gamma curve. */
  private static Resampler.Rows grey(Path path, BufferedImage image) {
    int width = image.getWidth();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      int[] numbers = new int[width];
      return (y, row) -> {
        image.getRaster().getSamples(0, y, width, 1, 0, numbers);
        for (int x = 0; x < width; x++) {
          row[0][x] = palette.getRed(numbers[x]);
        }
      };
    }
    int type = image.getRaster().getTransferType();
    if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
      throw new DatasetException(
          path.toString(),
          "has grey values of %s bits and sign or fraction; must be whole numbers of 8 or 16 bits"
              .formatted(DataBuffer.getDataTypeSize(type)));
    }
    int highest = (1 << image.getColorModel().getComponentSize(0)) - 1;
    return (y, row) -> {
      image.getRaster().getSamples(0, y, width, 1, 0, row[0]);
      for (int x = 0; x < width; x++) {
        row[0][x] = row[0][x] * 255 / highest;
      }
    };
  }

  private static Resampler.Rows colour(BufferedImage image) {
    int width = image.getWidth();
    if (image.getColorModel() instanceof ComponentColorModel model
        && model.getColorSpace().isCS_sRGB()
        && !model.isAlphaPremultiplied()
        && image.getSampleModel() instanceof PixelInterleavedSampleModel layout
        && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && image.getRaster().getParent() == null) {
      byte[] data = buffer.getData();
      int[] offsets = layout.getBandOffsets();
      return (y, row) -> {
        for (int channel = 0; channel < 3; channel++) {
          int at = buffer.getOffset() + y * layout.getScanlineStride() + offsets[channel];
          for (int x = 0; x < width; x++, at += layout.getPixelStride()) {
            row[channel][x] = data[at] & 0xff;
          }
        }
      };
    }
    int[] packed = new int[width];
    return (y, row) -> {
      image.getRGB(0, y, width, 1, packed, 0, width);
      for (int x = 0; x < width; x++) {
        row[0][x] = packed[x] >> 16 & 0xff;
        row[1][x] = packed[x] >> 8 & 0xff;
        row[2][x] = packed[x] & 0xff;
      }
    };
  }

  private interface Use<T> {
    T apply(ImageReader reader) throws IOException;
  }

  private static <T> T read(Path path, Use<T> use) {
    String name = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new DatasetException(name, "there is no such file");
    }
    try (ImageInputStream stream = ImageIO.createImageInputStream(path.toFile())) {
      if (stream == null) {
        throw new DatasetException(name, "cannot be read");
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new DatasetException(
            name, "is no picture of a kind that is read (%s)".formatted(endings()));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return use.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (OutOfMemoryError e) {
      throw new DatasetException(
          name, "", "is too large for the memory there is; a larger -Xmx would do", e);
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      if (e instanceof DatasetException known) {
        throw known;
      }
      // Damaged pictures make the JDK's decoders throw unchecked exceptions too.
      throw new DatasetException(name, "", "is not a readable picture: " + e.getMessage(), e);
    }
  }
}
