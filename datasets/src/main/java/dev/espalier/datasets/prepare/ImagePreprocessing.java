package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.RawImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images of one shape, each channel scaled to mean 0 and deviation 1 over the training split.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param height pixels
 * @param width pixels
 * @param normalization one scale a channel, for pixel values as stored (0 to 255 in most files)
 * @param columns the pixel columns, where the images came from a table; else empty
 * @param pixelRange what the brightest pixel of the training data could be: 255 for pictures; for
 *     tables the first of 1, 16, 255, 65535 that none exceeds. Pictures are brought to it
 * @param targets how to read a model's outputs
 */
public record ImagePreprocessing(
    int channels,
    int height,
    int width,
    List<Scale> normalization,
    List<String> columns,
    double pixelRange,
    @JsonUnwrapped TargetEncoding targets)
    implements Preprocessing {
  private static final double PICTURE_RANGE = 255;
  private static final double[] TABLE_RANGES = {1, 16, PICTURE_RANGE, 65_535};

  public ImagePreprocessing {
    normalization = List.copyOf(normalization);
    columns = List.copyOf(columns);
    if (normalization.size() != channels) {
      throw new IllegalArgumentException(
          "%s scales for %s channels".formatted(normalization.size(), channels));
    }
    if (!(pixelRange > 0.0 && pixelRange < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "pixelRange (%s) must be positive and finite".formatted(pixelRange));
    }
  }

  /**
   * Learns the scale of each channel.
   *
   * @param train rows of the training split, the only ones looked at
   */
  public static ImagePreprocessing fit(
      RawImages images, List<String> columns, int[] train, TargetEncoding targets) {
    FeatureShape.Image shape = images.shape();
    float[] image = new float[shape.size()];
    int plane = shape.height() * shape.width();
    List<Scale> normalization = new ArrayList<>();
    double largest = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      Scale.Fit fit = new Scale.Fit();
      for (int row : train) {
        images.pixels().copyRow(row, image, 0);
        for (int i = channel * plane; i < (channel + 1) * plane; i++) {
          fit.add(image[i]);
          largest = Math.max(largest, image[i]);
        }
      }
      normalization.add(fit.scale());
    }
    return new ImagePreprocessing(
        shape.channels(),
        shape.height(),
        shape.width(),
        normalization,
        columns,
        columns.isEmpty() ? PICTURE_RANGE : tableRange(largest),
        targets);
  }

  /** Tables do not say what their brightest pixel could be: the usual range that holds them all. */
  private static double tableRange(double largest) {
    return Arrays.stream(TABLE_RANGES)
        .filter(range -> range >= largest)
        .findFirst()
        .orElse(largest);
  }

  /** What a pixel of a picture is to be multiplied by, to be one of the training data's. */
  double pictureFactor() {
    return pixelRange / PICTURE_RANGE;
  }

  /** The images, resized where they need it and scaled. */
  public Features encode(RawImages images) {
    RawImages fitting = images.resized(imageShape());
    int plane = height * width;
    float[] image = new float[imageShape().size()];
    Features.Builder features = Features.builder(imageShape(), images.size());
    for (int row = 0; row < images.size(); row++) {
      fitting.pixels().copyRow(row, image, 0);
      for (int i = 0; i < image.length; i++) {
        image[i] = normalization.get(i / plane).apply(image[i]);
      }
      features.add(image);
    }
    return features.build();
  }

  FeatureShape.Image imageShape() {
    return new FeatureShape.Image(channels, height, width);
  }

  @Override
  public FeatureShape shape() {
    return imageShape();
  }
}
