package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.Fingerprint;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images with their pixel values as stored (0 to 255 for most files), all of one size.
 *
 * @param source the file or folder they come from
 * @param pixels {@code [channels, height, width]} a row
 * @param places a file name or an image number for each row
 */
public record RawImages(String source, Features pixels, ImmutableList<String> places)
    implements RawRows {

  /** Images of one file, known by their position in it. */
  public static RawImages numbered(String source, Features pixels) {
    return new RawImages(
        source,
        pixels,
        IntStream.range(0, pixels.size())
            .mapToObj(i -> "image " + i)
            .collect(ImmutableList.toImmutableList()));
  }

  /** Images that are there already, known by their position. */
  public static RawImages of(String source, FeatureShape.Image shape, List<float[]> images) {
    Features.Builder pixels = Features.builder(shape, images.size());
    images.forEach(pixels::add);
    return numbered(source, pixels.build());
  }

  /** Images known by their files. */
  public static RawImages named(String source, Features pixels, List<String> files) {
    return new RawImages(source, pixels, ImmutableList.copyOf(files));
  }

  /** Their common shape. */
  public FeatureShape.Image shape() {
    return (FeatureShape.Image) pixels.shape();
  }

  /** The same images in another size and number of channels; themselves where nothing changes. */
  public RawImages resized(FeatureShape.Image target) {
    if (target.equals(shape())) {
      return this;
    }
    Features.Builder resized = Features.builder(target, size());
    for (int i = 0; i < size(); i++) {
      resized.add(Resampler.convert(pixels.row(i), shape(), target));
    }
    return new RawImages(source, resized.build(), places);
  }

  /** These images with every pixel multiplied. */
  public RawImages times(double factor) {
    if (factor == 1.0) {
      return this;
    }
    float[] image = new float[shape().size()];
    Features.Builder scaled = Features.builder(shape(), size());
    for (int row = 0; row < size(); row++) {
      pixels.copyRow(row, image, 0);
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) (image[i] * factor);
      }
      scaled.add(image);
    }
    return new RawImages(source, scaled.build(), places);
  }

  @Override
  public int size() {
    return pixels.size();
  }

  @Override
  public String place(int row) {
    return places.get(row);
  }

  @Override
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(shape().toString()).add(size());
    for (int i = 0; i < size(); i++) {
      addTo(i, fingerprint);
    }
  }

  @Override
  public void addTo(int row, Fingerprint fingerprint) {
    fingerprint.add(pixels.row(row));
  }
}
