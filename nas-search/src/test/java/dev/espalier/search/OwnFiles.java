package dev.espalier.search;

import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.spec.DatasetSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes data as a user would have it. */
final class OwnFiles {
  static final List<String> SPECIES = List.of("setosa", "versicolor", "virginica");

  /** Standard deviation of what {@link #plane} has to be predicted: what guessing the mean errs. */
  static final double PLANE_DEVIATION = Math.sqrt(9.0 + 4.0);

  private static final int SIDE = 28;

  private OwnFiles() {}

  /**
   * Grey PNGs of clothes, one folder a class.
   *
   * @param classes names of three folders: for ankle boots, shirts and trousers
   * @param each pictures a class
   */
  static void clothes(Path folder, List<String> classes, int each) throws IOException {
    Examples clothes =
        Datasets.load(DatasetSpec.named("fashion-mnist-mini").build()).searchData().train();
    int[] labels = {9, 0, 1}; // as Fashion-MNIST numbers them
    for (int i = 0; i < classes.size(); i++) {
      Path home = Files.createDirectories(folder.resolve(classes.get(i)));
      int written = 0;
      for (int row = 0; row < clothes.size() && written < each; row++) {
        if (clothes.labels().label(row) == labels[i]) {
          Path file = home.resolve("%02d.png".formatted(written++));
          ImageIO.write(picture(clothes.features().row(row)), "png", file.toFile());
        }
      }
    }
  }

  /** Pixels stretched over all greys: the data set gives them standardised. */
  private static BufferedImage picture(float[] pixels) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float pixel : pixels) {
      low = Math.min(low, pixel);
      high = Math.max(high, pixel);
    }
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      int grey = Math.round(255 * (pixels[i] - low) / (high - low));
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, grey);
    }
    return image;
  }

  /** Four measurements a flower, normally distributed around the means of its species. */
  static Path irises(Path file, int rows, long seed) throws IOException {
    double[][] means = {{5.0, 3.4, 1.5, 0.2}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.6, 2.0}};
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    lines.add("sepal_length,sepal_width,petal_length,petal_width,species");
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (double mean : means[row % means.length]) {
        line.append(number(mean + 0.25 * random.nextGaussian())).append(',');
      }
      lines.add(line.append(SPECIES.get(row % means.length)).toString());
    }
    return Files.write(file, lines);
  }

  /** Points of a tilted plane: height = 3x - 2y, x and y standard normal. */
  static Path plane(Path file, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    lines.add("x,y,height");
    for (int row = 0; row < rows; row++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      lines.add(String.join(",", number(x), number(y), number(3 * x - 2 * y)));
    }
    return Files.write(file, lines);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
