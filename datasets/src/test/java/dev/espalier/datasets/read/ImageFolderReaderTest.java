package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.Pictures;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderReaderTest {
  private final Path folder;

  ImageFolderReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void foldersAreClassesAndOtherFilesArePassedOver() throws IOException {
    Pictures.grey(folder.resolve("b/2.png"), 2, 2, 1);
    Pictures.grey(folder.resolve("b/deeper/1.PNG"), 2, 2, 1);
    Pictures.grey(folder.resolve("a/1.png"), 2, 2, 1);
    Files.writeString(folder.resolve("a/notes.txt"), "no picture");
    Files.writeString(folder.resolve("a/.hidden.png"), "no picture");
    Files.createDirectories(folder.resolve(".cache"));

    ImageFolderReader.Classes found = ImageFolderReader.classes(folder);
    var classes = found.classes();

    assertEquals(List.of("a", "b"), classes.keySet().asList());
    assertEquals(
        List.of(folder.resolve("a/1.png")), classes.get("a"), "no text and no hidden file");
    assertEquals(
        List.of(folder.resolve("b/2.png"), folder.resolve("b/deeper/1.PNG")), classes.get("b"));
    assertEquals(Map.of(".txt", 1), found.passedOver());
  }

  @Test
  void greySamplesArriveUnbent() throws IOException {
    Path picture = Pictures.grey(folder.resolve("p.png"), 3, 2, 100);
    float[] pixels = ImageFile.pixels(picture, new FeatureShape.Image(1, 2, 3));
    assertArrayEquals(new float[] {100, 100, 100, 100, 100, 100}, pixels);
  }

  @Test
  void colourComesChannelByChannel() throws IOException {
    Path picture = Pictures.colour(folder.resolve("p.png"), 2, 1, 0x0a141e, "png");
    assertArrayEquals(
        new float[] {10, 10, 20, 20, 30, 30},
        ImageFile.pixels(picture, new FeatureShape.Image(3, 1, 2)));
    assertEquals(
        0.299f * 10 + 0.587f * 20 + 0.114f * 30,
        ImageFile.pixels(picture, new FeatureShape.Image(1, 1, 1))[0],
        1e-4);
  }

  @Test
  void jpegPicturesAreReadToo() throws IOException {
    Path picture = Pictures.colour(folder.resolve("p.jpg"), 16, 8, 0x808080, "jpg");
    assertEquals(new FeatureShape.Image(3, 8, 16), ImageFile.shape(picture));
    assertEquals(128, ImageFile.pixels(picture, new FeatureShape.Image(3, 8, 16))[7], 2);
  }

  @Test
  void theMostCommonSizeWinsAndOneColouredPictureMakesAllColoured() throws IOException {
    Path small = Pictures.grey(folder.resolve("s.png"), 2, 2, 1);
    Path other = Pictures.grey(folder.resolve("t.png"), 2, 2, 1);
    Path large = Pictures.grey(folder.resolve("l.png"), 9, 9, 1);
    assertEquals(
        new FeatureShape.Image(1, 2, 2),
        ImageFolderReader.commonShape(List.of(large, small, other)));
    Path coloured = Pictures.colour(folder.resolve("c.png"), 9, 9, 0xff0000, "png");
    assertEquals(
        new FeatureShape.Image(3, 9, 9),
        ImageFolderReader.commonShape(List.of(large, small, coloured)));
  }

  @Test
  void aFileThatIsNoPictureIsNamed() throws IOException {
    Path broken = folder.resolve("broken.png");
    Files.writeString(broken, "these are no pixels");
    DatasetException e =
        assertThrows(DatasetException.class, () -> ImageFolderReader.commonShape(List.of(broken)));
    assertTrue(e.getMessage().contains("broken.png"), e.getMessage());

    Path whole = Pictures.grey(folder.resolve("whole.png"), 50, 50, 3);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    FeatureShape.Image shape = new FeatureShape.Image(1, 50, 50);
    assertThrows(
        DatasetException.class,
        () -> ImageFolderReader.read(folder, ImmutableList.of(cut), shape, Loading.quiet()));
  }

  @Test
  void moreThanMemoryHoldsIsRefusedBeforeAnythingIsDecoded() throws IOException {
    Path picture = Pictures.grey(folder.resolve("p.png"), 2, 2, 1);
    FeatureShape.Image huge = new FeatureShape.Image(1, 40_000, 40_000);
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> ImageFolderReader.read(folder, List.of(picture, picture), huge, Loading.quiet()));
    assertTrue(e.getMessage().contains("smaller height and width"), e.getMessage());
  }

  @Test
  void emptyFoldersAreRefused() throws IOException {
    assertThrows(DatasetException.class, () -> ImageFolderReader.classes(folder));
    Files.createDirectories(folder.resolve("a"));
    DatasetException e =
        assertThrows(DatasetException.class, () -> ImageFolderReader.classes(folder));
    assertTrue(e.getMessage().contains("holds no picture (.png, .jpg"), e.getMessage());
    assertThrows(
        DatasetException.class, () -> ImageFolderReader.classes(folder.resolve("nowhere")));
  }
}
