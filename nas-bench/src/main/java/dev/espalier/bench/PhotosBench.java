package dev.espalier.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.read.Loading;
import dev.espalier.datasets.spec.DatasetSpec;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** What it takes to load photos: ten of twelve megapixels, to 64 by 64 pixels. */
public final class PhotosBench {
  private static final int PHOTOS = 10;
  private static final int WIDTH = 4_000;
  private static final int HEIGHT = 3_000;
  private static final int SIDE = 64;
  private static final int COARSE = 40;

  private PhotosBench() {}

  /** Arguments: an empty folder to work in. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    System.setProperty("espalier.cache", folder.resolve("cache").toString());
    Path photos = folder.resolve("photos");
    for (int i = 0; i < PHOTOS; i++) {
      Path file = photos.resolve(i % 2 == 0 ? "left" : "right").resolve(i + ".jpg");
      Files.createDirectories(file.getParent());
      ImageIO.write(photo(i), "jpg", file.toFile());
    }
    DatasetSpec spec = DatasetSpec.at(photos).height(SIDE).width(SIDE).build();
    System.out.println("what,photos,cpu_seconds,seconds");
    measure("decoded", spec, Loading.quiet().withoutCache());
    measure("decoded and kept", spec, Loading.quiet());
    measure("from the cache", spec, Loading.quiet());
  }

  private static BufferedImage photo(int seed) {
    Random random = new Random(seed);
    BufferedImage coarse =
        new BufferedImage(WIDTH / COARSE, HEIGHT / COARSE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < coarse.getHeight(); y++) {
      for (int x = 0; x < coarse.getWidth(); x++) {
        coarse.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    BufferedImage photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = photo.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(coarse, 0, 0, WIDTH, HEIGHT, null);
    graphics.dispose();
    return photo;
  }

  private static void measure(String what, DatasetSpec spec, Loading loading) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long begin = System.nanoTime();
    Datasets.load(spec, Path.of(""), loading);
    System.out.printf(
        Locale.ROOT,
        "%s,%d,%.2f,%.2f%n",
        what,
        PHOTOS,
        (process.getProcessCpuTime() - cpu) / 1e9,
        (System.nanoTime() - begin) / 1e9);
  }
}
