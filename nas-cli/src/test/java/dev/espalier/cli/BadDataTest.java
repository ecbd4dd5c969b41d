package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of one's own data that cannot be used. */
class BadDataTest {
  private final Path folder;

  BadDataTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** {@code validate}, {@code search} and {@code datasets info} all refuse the data. */
  private void refuse(String preset, String dataset, Path path, String... parts)
      throws IOException {
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: own}
            dataset: {path: %s%s}
            space: {preset: %s}
            """
                .formatted(path.getFileName(), dataset, preset));
    List<String> before = Run.below(folder);
    Run validated = Run.of("validate", experiment).refused(parts);
    assertEquals(validated, Run.of("search", experiment, "--dir", folder.resolve("run")));
    if (Files.exists(path)) {
      Run.of("datasets", "info", path, "--label", "label").refused();
    }
    assertEquals(before, Run.below(folder));
  }

  private Path table(String... lines) throws IOException {
    return Files.write(folder.resolve("own.csv"), List.of(lines));
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    refuse(
        "mlp-cells",
        ", label: label",
        folder.resolve("none.csv"),
        "experiment.yaml:3: dataset.path: value 'none.csv'",
        "there is no such file or folder as " + folder.resolve("none.csv"));
  }

  @Test
  void aMissingTestFileIsNamed() throws IOException {
    refuse(
        "mlp-cells",
        ", label: label, test: {path: later/none.csv}",
        table("a,label", "1,x", "2,y"),
        "experiment.yaml:3: dataset.test.path: value 'later/none.csv'",
        "there is no such file or folder as " + folder.resolve("later/none.csv"));
  }

  @Test
  void aRowOfAnotherLengthIsNamedByItsLine() throws IOException {
    refuse(
        "mlp-cells",
        ", label: label",
        table("a,label", "1,x", "2,y,3", "3,x", "4,y"),
        "own.csv, line 3");
  }

  @Test
  void aMissingLabelColumnIsNamedWithThoseThereAre() throws IOException {
    refuse("mlp-cells", ", label: lable", table("a,b", "1,2", "2,3"), "own.csv", "lable", "a, b");
  }

  @Test
  void oneClassOnlyIsRefused() throws IOException {
    String[] lines = new String[41];
    Arrays.setAll(lines, i -> i == 0 ? "a,label" : i + ",x");
    refuse("mlp-cells", ", label: label", table(lines), "own.csv", "class");
  }

  @Test
  void aTableWithoutRowsIsRefused() throws IOException {
    refuse("mlp-cells", ", label: label", table("a,label"), "own.csv");
    refuse("mlp-cells", ", label: label", table(), "own.csv");
  }

  @Test
  void anEmptyFolderOfPicturesIsRefused() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    refuse("cnn-cells", ", format: images", pictures, "pictures");
    Files.createDirectory(pictures.resolve("cat"));
    Files.createDirectory(pictures.resolve("dog"));
    refuse("cnn-cells", ", format: images", pictures, "pictures");
  }

  @Test
  void picturesOfOneClassAreRefused() throws IOException {
    Path cats = Files.createDirectories(folder.resolve("pictures/cat"));
    for (int i = 0; i < 20; i++) {
      BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      picture.setRGB(i % 8, i / 8, 0xffffff);
      ImageIO.write(picture, "png", cats.resolve(i + ".png").toFile());
    }
    refuse("cnn-cells", ", format: images", folder.resolve("pictures"), "pictures", "class");
  }

  @Test
  void aPictureThatIsNoneIsNamed() throws IOException {
    for (String name : List.of("cat", "dog")) {
      Path cls = Files.createDirectories(folder.resolve("pictures").resolve(name));
      Files.writeString(cls.resolve("1.png"), "this is no picture");
    }
    refuse("cnn-cells", ", format: images", folder.resolve("pictures"), "1.png");
  }

  @Test
  void aTruncatedIdxFileIsNamed() throws IOException {
    Path idx = Files.createDirectory(folder.resolve("idx"));
    byte[] images = gzip(idxImages(30));
    Files.write(
        idx.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(images, images.length / 2));
    Files.write(idx.resolve("train-labels-idx1-ubyte.gz"), gzip(idxLabels(30)));
    refuse("cnn-cells", ", format: idx", idx, "train-images-idx3-ubyte.gz");
  }

  @Test
  void anIdxFileThatEndsTooSoonIsNamed() throws IOException {
    Path idx = Files.createDirectory(folder.resolve("idx"));
    byte[] images = idxImages(30);
    Files.write(
        idx.resolve("train-images-idx3-ubyte.gz"), gzip(Arrays.copyOf(images, images.length - 9)));
    Files.write(idx.resolve("train-labels-idx1-ubyte.gz"), gzip(idxLabels(30)));
    refuse("cnn-cells", ", format: idx", idx, "train-images-idx3-ubyte.gz");
  }

  @Test
  void fetchRefusesNamesThatThereAreNotAndThoseThatNeedNoFetching() {
    Run.of("datasets", "fetch", "mnits").refused("mnits", "mnist").faults(1);
    Run.of("datasets", "fetch", "digits").refused("digits", "embedded").faults(1);
    Run.of("datasets", "info", "mnits").refused("mnits", "mnist").faults(1);
  }

  private static byte[] idxImages(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 64);
    bytes.putInt(0x00000803).putInt(count).putInt(8).putInt(8);
    for (int i = 16; i < bytes.capacity(); i++) {
      bytes.put((byte) (i * 31));
    }
    return bytes.array();
  }

  private static byte[] idxLabels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count);
    bytes.putInt(0x00000801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 3));
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
