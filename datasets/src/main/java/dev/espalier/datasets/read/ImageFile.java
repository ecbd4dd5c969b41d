package dev.espalier.datasets.read;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** One PNG or JPEG picture on disk. Transparency is ignored. */
final class ImageFile {
  private ImageFile() {}

  /** Whether a file is a picture by its name. */
  static boolean isPicture(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
  }

  /** Size and channels (1 for grey, else 3), from the header alone. */
  static FeatureShape.Image shape(Path path) {
    return read(
        path,
        reader -> {
          Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
          boolean grey = types.hasNext() && isGrey(types.next().getColorModel());
          return new FeatureShape.Image(grey ? 1 : 3, reader.getHeight(0), reader.getWidth(0));
        });
  }

  /** The picture in the wanted shape, values 0 to 255. */
  static float[] pixels(Path path, FeatureShape.Image wanted) {
    BufferedImage image = read(path, reader -> reader.read(0));
    boolean grey = isGrey(image.getColorModel());
    FeatureShape.Image stored =
        new FeatureShape.Image(grey ? 1 : 3, image.getHeight(), image.getWidth());
    float[] pixels = grey ? grey(image) : colour(image);
    return Resampler.convert(pixels, stored, wanted);
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
  private static float[] grey(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel) {
      float[] colour = colour(image);
      return java.util.Arrays.copyOf(colour, image.getWidth() * image.getHeight());
    }
    Raster raster = image.getRaster();
    int highest = (1 << Math.min(16, image.getColorModel().getComponentSize(0))) - 1;
    float[] samples =
        raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (float[]) null);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = samples[i] * 255 / highest;
    }
    return samples;
  }

  private static float[] colour(BufferedImage image) {
    int plane = image.getWidth() * image.getHeight();
    int[] packed =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    float[] pixels = new float[3 * plane];
    for (int i = 0; i < plane; i++) {
      pixels[i] = packed[i] >> 16 & 0xff;
      pixels[plane + i] = packed[i] >> 8 & 0xff;
      pixels[2 * plane + i] = packed[i] & 0xff;
    }
    return pixels;
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
        throw new DatasetException(name, "is not a PNG or JPEG picture");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return use.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      if (e instanceof DatasetException known) {
        throw known;
      }
      // Damaged pictures make the JDK's decoders throw unchecked exceptions too.
      throw new DatasetException(name, "", "is not a readable picture: " + e.getMessage(), e);
    }
  }
}
