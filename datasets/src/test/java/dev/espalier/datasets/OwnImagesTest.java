package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.read.Loading;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    Files.createDirectories(folder.resolve("pets/bird"));
    assertTrue(
        fault(DatasetSpec.at(Path.of("pets")))
            .getMessage()
            .contains("holds a folder 'bird' beside [train, test]"));
  }

  @Test
  void foldersOfSplitsAreKeptAsTheyAre() throws IOException {
    pictures("pets/Training", 10, 4);
    pictures("pets/val", 3, 4);
    Files.writeString(folder.resolve("pets/val/cat/list.txt"), "no picture");
    Files.writeString(folder.resolve("pets/val/readme.md"), "no picture");
    DatasetInfo two = load(folder.resolve("pets")).info();
    assertEquals(List.of(16, 6, 4), List.of(two.train(), two.validation(), two.test()));
    assertEquals(Map.of(".md", 1, ".txt", 1), two.understanding().passedOver());
    pictures("pets/testing", 5, 4);
    DatasetInfo three = load(folder.resolve("pets")).info();
    assertEquals(List.of(20, 6, 10), List.of(three.train(), three.validation(), three.test()));
    assertEquals("as the data bring them", three.understanding().splits());
  }

  @Test
  void splitsThatCannotBeUnderstoodAreRefused() throws IOException {
    pictures("flat", 5, 4);
    Files.move(folder.resolve("flat/cat"), folder.resolve("flat/train"));
    assertEquals(List.of("dog", "train"), load(folder.resolve("flat")).classNames(), "a class");
    Files.move(folder.resolve("flat/dog"), folder.resolve("flat/val"));
    refused("flat", "[train, val], which hold no folders");
    pictures("headless/val", 5, 4);
    pictures("headless/test", 5, 4);
    refused("headless", "[val, test] and no folder train");
    pictures("twice/val", 5, 4);
    pictures("twice/valid", 5, 4);
    refused("twice", "must hold one folder of them");
    pictures("beside", 5, 4);
    Pictures.grey(folder.resolve("beside/stray.png"), 4, 4, 1);
    refused("beside", "stray.png: lies beside the class folders [cat, dog]");
  }

  private void refused(String path, String why) {
    String message = fault(DatasetSpec.at(Path.of(path))).getMessage();
    assertTrue(message.contains(why), message);
  }

  @Test
  void foldersWhoseNamesAreTheSameNumberAreTwoClasses() throws IOException {
    pictures("shelves", 5, 4);
    Files.move(folder.resolve("shelves/cat"), folder.resolve("shelves/1"));
    Files.move(folder.resolve("shelves/dog"), folder.resolve("shelves/01"));
    assertEquals(Map.of("1", 5, "01", 5), load(folder.resolve("shelves")).info().classCounts());
  }

  @Test
  void linksAreFollowed() throws IOException {
    pictures("elsewhere", 10, 4);
    Path pets = Files.createDirectories(folder.resolve("pets"));
    Files.createSymbolicLink(pets.resolve("dog"), folder.resolve("elsewhere/dog"));
    Path cats = Files.createDirectories(pets.resolve("cat"));
    Files.createSymbolicLink(cats.resolve("more"), folder.resolve("elsewhere/cat"));
    Files.createSymbolicLink(cats.resolve("one.png"), folder.resolve("elsewhere/cat/1.png"));
    DatasetInfo info = load(pets).info();
    assertEquals(Map.of("cat", 11, "dog", 10), info.classCounts());
    assertEquals(1, info.understanding().copies());
    Files.createSymbolicLink(cats.resolve("round"), pets);
    refused("pets", "a link leads to a folder around it");
  }

  @Test
  void decodedPicturesComeFromTheCacheTheNextTime() throws IOException {
    Path photos = folder.resolve("photos");
    for (String name : List.of("a", "b")) {
      for (int i = 0; i < 4; i++) {
        Files.createDirectories(photos.resolve(name));
        Pictures.noise(photos.resolve(name).resolve(i + ".png"), 700, 600, i + name.hashCode());
      }
    }
    DatasetSpec spec = DatasetSpec.at(photos).height(8).width(8).build();
    String property = "espalier.cache";
    String before = System.getProperty(property, "");
    System.setProperty(property, folder.resolve("cache").toString());
    try {
      List<Integer> decoded = new ArrayList<>();
      Loading loading = new Loading(true, (done, all) -> decoded.add(done));
      Dataset first = Datasets.load(spec, folder, loading);
      assertEquals(List.of(8), decoded);
      assertEquals(first.fingerprint(), Datasets.load(spec, folder, loading).fingerprint());
      assertEquals(List.of(8), decoded, "from the cache");
      assertEquals(
          first.fingerprint(), Datasets.load(spec, folder, loading.withoutCache()).fingerprint());
      assertEquals(List.of(8, 8), decoded);
      Pictures.noise(photos.resolve("a/1.png"), 700, 600, 99);
      assertNotEquals(first.fingerprint(), Datasets.load(spec, folder, loading).fingerprint());
    } finally {
      System.setProperty(property, before);
    }
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
    Files.writeString(idx.resolve("LICENSE"), "free");
    Dataset data = load(idx);
    assertEquals(Map.of("(none)", 1), data.info().understanding().passedOver());
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
