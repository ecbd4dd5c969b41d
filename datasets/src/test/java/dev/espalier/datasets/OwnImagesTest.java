package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnImagesTest {
  private final Path folder;

  OwnImagesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void pictures(String place, int count, int size) throws IOException {
    for (String name : List.of("cat", "dog")) {
      for (int i = 0; i < count; i++) {
        Path file = folder.resolve(place).resolve(name).resolve(i + ".png");
        Pictures.grey(file, size, size, name.equals("cat") ? i : 200 + i);
      }
    }
  }

  private static Dataset load(Path path) {
    return Datasets.load(DatasetSpec.at(path).build());
  }

  private DatasetException fault(DatasetSpec.Builder spec) {
    return assertThrows(DatasetException.class, () -> Datasets.load(spec.build(), folder));
  }

  @Test
  void foldersAreClassesAndASplitIsMade() throws IOException {
    pictures("pets", 20, 6);
    Dataset data = load(folder.resolve("pets"));
    assertEquals(List.of("cat", "dog"), data.classNames());
    assertEquals(new FeatureShape.Image(1, 6, 6), data.shape());
    assertEquals(8, data.test().size());
    assertEquals(26, data.info().train());
    assertEquals(6, data.info().validation());
  }

  @Test
  void aTestFolderIsKeptAsItIs() throws IOException {
    pictures("pets/train", 10, 4);
    pictures("pets/test", 3, 4);
    Dataset data = load(folder.resolve("pets"));
    assertEquals(6, data.test().size());
    assertEquals(16, data.info().train());
    DatasetException e = fault(DatasetSpec.at(Path.of("pets")).test(new TestSplit.Fraction(0.5)));
    assertTrue(e.getMessage().contains("has a test folder"), e.getMessage());
    Files.createDirectories(folder.resolve("pets/val"));
    assertTrue(fault(DatasetSpec.at(Path.of("pets"))).getMessage().contains("'val'"));
  }

  @Test
  void picturesAreBroughtToTheWantedSize() throws IOException {
    pictures("pets", 5, 6);
    DatasetSpec spec =
        DatasetSpec.at(folder.resolve("pets")).height(3).width(4).channels(3).build();
    assertEquals(new FeatureShape.Image(3, 3, 4), Datasets.load(spec).shape());
  }

  @Test
  void theFingerprintSeesEveryPixelAndEveryName() throws IOException {
    pictures("one", 5, 3);
    pictures("two", 5, 3);
    String before = load(folder.resolve("two")).fingerprint();
    assertEquals(load(folder.resolve("one")).fingerprint(), before);
    Pictures.grey(folder.resolve("two/cat/3.png"), 3, 3, 99);
    String changed = load(folder.resolve("two")).fingerprint();
    assertNotEquals(before, changed);
    Files.move(folder.resolve("two/cat"), folder.resolve("two/bat"));
    assertNotEquals(changed, load(folder.resolve("two")).fingerprint());
  }

  @Test
  void faultsNameTheFolderAndWhatWouldBeRight() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertTrue(
        fault(DatasetSpec.at(Path.of("empty"))).getMessage().contains("holds no class folders"));
    pictures("pets", 5, 3);
    assertTrue(
        fault(DatasetSpec.at(Path.of("pets")).group("owner"))
            .getMessage()
            .contains("group (owner) means nothing for data of format images"));
    assertTrue(
        fault(DatasetSpec.at(Path.of("pets")).format(DataFormat.IDX))
            .getMessage()
            .contains("should hold one IDX file of images"));
    assertTrue(
        fault(DatasetSpec.at(Path.of("pets/cat/0.png")).format(DataFormat.IMAGES))
            .getMessage()
            .contains("needs a directory"));
  }

  @Test
  void idxFilesAreFoundByTheirNames() throws IOException {
    Path idx = Files.createDirectories(folder.resolve("idx"));
    Files.write(idx.resolve("train-images-idx3-ubyte"), idx(3, 12));
    Files.write(idx.resolve("train-labels-idx1-ubyte"), idx(1, 12));
    Dataset data = load(idx);
    assertEquals(List.of("0", "1"), data.classNames());
    assertEquals(new FeatureShape.Image(1, 1, 1), data.shape());
    assertEquals(2, data.test().size());

    Files.write(idx.resolve("t10k-images-idx3-ubyte"), idx(3, 5));
    assertTrue(fault(DatasetSpec.at(idx)).getMessage().contains("IDX file of labels"));
    Files.write(idx.resolve("t10k-labels-idx1-ubyte"), idx(1, 5));
    assertEquals(5, load(idx).test().size());

    Files.write(idx.resolve("t10k-labels-idx1-ubyte"), idx(1, 4));
    assertTrue(fault(DatasetSpec.at(idx)).getMessage().contains("holds 4 labels"));
    assertTrue(
        fault(DatasetSpec.at(idx).format(DataFormat.IMAGES))
            .getMessage()
            .contains("their format is idx"));
  }

  /** Images of one pixel, or labels 0 and 1. */
  private static byte[] idx(int dimensions, int count) {
    byte[] content = new byte[4 + 4 * dimensions + count];
    content[2] = 8;
    content[3] = (byte) dimensions;
    content[7] = (byte) count;
    for (int i = 1; i < dimensions; i++) {
      content[7 + 4 * i] = 1;
    }
    for (int i = 0; i < count; i++) {
      content[4 + 4 * dimensions + i] = (byte) (i % 2);
    }
    return content;
  }
}
