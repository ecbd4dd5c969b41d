package dev.espalier.datasets.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.Pictures;
import dev.espalier.datasets.TempFiles;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawInputsTest {
  private static final ImagePreprocessing IMAGES =
      new ImagePreprocessing(
          1,
          2,
          2,
          List.of(new Scale(100, 50)),
          List.of(),
          255,
          TargetEncoding.classes(List.of("a", "b")));

  private final Path folder;

  RawInputsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aPictureIsResizedAndScaledAsInTraining() throws IOException {
    Path picture = Pictures.grey(folder.resolve("new.png"), 5, 7, 200);
    RawInputs inputs = RawInputs.read(picture, IMAGES);
    assertEquals(List.of("new.png"), inputs.names());
    assertArrayEquals(new float[] {2, 2, 2, 2}, inputs.features().row(0), 1e-5f);
  }

  @Test
  void aFolderGivesItsPicturesFlatOrNested() throws IOException {
    Pictures.grey(folder.resolve("in/b.png"), 2, 2, 150);
    Pictures.grey(folder.resolve("in/deep/a.png"), 2, 2, 50);
    RawInputs inputs = RawInputs.read(folder.resolve("in"), IMAGES);
    assertEquals(List.of("b.png", Path.of("deep", "a.png").toString()), inputs.names());
    assertEquals(1, inputs.features().row(0)[3]);
    assertEquals(-1, inputs.features().row(1)[3]);
  }

  @Test
  void anIdxFileGivesItsImages() throws IOException {
    Path idx = folder.resolve("some-images");
    Files.write(idx, new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 100, 50, 0, 100});
    RawInputs inputs = RawInputs.read(idx, IMAGES);
    assertEquals(List.of("image 0"), inputs.names());
    assertArrayEquals(new float[] {0, -1, -2, 0}, inputs.features().row(0));
  }

  @Test
  void aPictureFitsAModelThatLearnedFromTablesOfAnotherRange() throws IOException {
    Dataset digits = Datasets.load(DatasetSpec.named("digits").build());
    Path picture = Pictures.grey(folder.resolve("white.png"), 8, 8, 255);
    Path table = Files.writeString(folder.resolve("white.csv"), "16,".repeat(63) + "16\n");
    assertArrayEquals(
        RawInputs.read(table, digits.preprocessing()).features().row(0),
        RawInputs.read(picture, digits.preprocessing()).features().row(0),
        1e-5f);
  }

  @Test
  void pixelsOfATableWorkWithAndWithoutTheLabel() throws IOException {
    Dataset digits = Datasets.load(DatasetSpec.named("digits").build());
    String pixels = "0,".repeat(63) + "16";
    Path without = Files.writeString(folder.resolve("without.csv"), pixels + "\n");
    Path with = Files.writeString(folder.resolve("with.csv"), pixels + ",7\n");
    float[] expected = RawInputs.read(without, digits.preprocessing()).features().row(0);
    assertArrayEquals(expected, RawInputs.read(with, digits.preprocessing()).features().row(0));
    assertEquals(64, expected.length);
  }

  @Test
  void aTableNeedsNoLabelAndEncodesAsInTraining() throws IOException {
    Path training =
        TempFiles.table(
            folder.resolve("train.csv"),
            "x,colour,label",
            30,
            i -> i + "," + (i % 3 == 0 ? "red" : "blue") + ",k" + i % 2);
    Dataset data = Datasets.load(DatasetSpec.at(training).build());
    Path fresh = Files.writeString(folder.resolve("new.csv"), "colour,x\nred,4\ngreen,5\n");
    RawInputs inputs = RawInputs.read(fresh, data.preprocessing());
    assertEquals(List.of("line 2", "line 3"), inputs.names());
    assertEquals(1, inputs.features().row(0)[2]);
    assertEquals(1, inputs.features().row(1)[3]);
    Path less = Files.writeString(folder.resolve("less.csv"), "x,other\n4,5\n");
    DatasetException e =
        assertThrows(DatasetException.class, () -> RawInputs.read(less, data.preprocessing()));
    assertTrue(e.getMessage().contains("no column 'colour'"), e.getMessage());
  }

  @Test
  void textsAreFoundByTheirColumn() throws IOException {
    Path training =
        TempFiles.table(
            folder.resolve("sms.tsv"),
            "label\ttext",
            20,
            i -> (i % 2 == 0 ? "ham\thello" : "spam\twin"));
    Dataset data =
        Datasets.load(DatasetSpec.at(training).format(DataFormat.TEXT).label("label").build());
    Path fresh = Files.writeString(folder.resolve("new.csv"), "text\nhello\n");
    assertArrayEquals(
        new float[] {1, 0}, RawInputs.read(fresh, data.preprocessing()).features().row(0));
  }

  @Test
  void whatTheModelCannotSeeIsCounted() throws IOException {
    Path training =
        TempFiles.table(
            folder.resolve("t.csv"),
            "city,x,label",
            40,
            i -> "c%s,%s,k%s".formatted(i % 3, i, i % 2));
    Dataset data = Datasets.load(DatasetSpec.at(training).build());
    Path fresh = Files.writeString(folder.resolve("f.csv"), "city,x\nc1,2\nOslo,3\n?,4\nOslo,5\n");
    assertEquals(
        List.of(
            "categories of column 'city' that the model does not know: 2 of 4, the first 'Oslo'"),
        RawInputs.read(fresh, data.preprocessing()).notes());
    Path texts =
        TempFiles.table(
            folder.resolve("x.csv"),
            "text,label",
            40,
            i -> "it is " + (i % 2 == 0 ? "good,a" : "bad,b"));
    Path other = Files.writeString(folder.resolve("o.csv"), "text\nit is better\n");
    for (TextEncoding encoding : TextEncoding.values()) {
      Dataset learned =
          Datasets.load(DatasetSpec.at(texts).format(DataFormat.TEXT).encoding(encoding).build());
      assertEquals(
          List.of("tokens that the model does not know: 1 of 3"),
          RawInputs.read(other, learned.preprocessing()).notes());
    }
    Pictures.grey(folder.resolve("in/a.png"), 4, 4, 9);
    Files.writeString(folder.resolve("in/b.heic"), "no picture that is read");
    assertEquals(
        List.of("files that are no pictures: {.heic=1}"),
        RawInputs.read(folder.resolve("in"), IMAGES).notes());
  }

  @Test
  void inputsOfAnotherKindAreRefused() throws IOException {
    assertThrows(DatasetException.class, () -> RawInputs.read(folder.resolve("none.png"), IMAGES));
    Path text = Files.writeString(folder.resolve("text.txt"), "hello");
    DatasetException e = assertThrows(DatasetException.class, () -> RawInputs.read(text, IMAGES));
    assertTrue(e.getMessage().contains("neither a picture"), e.getMessage());
  }
}
