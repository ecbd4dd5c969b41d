package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.TextPreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes rows outside the training split beyond recognition: what was learned must not change.
 * Rows are ordered by time, so the first 26 of 40 are the training split.
 */
class LeakageTest {
  private static final int ROWS = 40;
  private static final int TRAINING_ROWS = 26;

  private final Path folder;

  LeakageTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Dataset load(String name, boolean changed, DatasetSpec.Builder spec) throws IOException {
    TempFiles.table(
        folder.resolve(name),
        "time,number,kind,text,label",
        ROWS,
        i -> {
          boolean strange = changed && i >= TRAINING_ROWS;
          return "%d,%s,%s,%s,%s"
              .formatted(
                  i,
                  strange ? "1000000" : String.valueOf(i % 5),
                  strange ? "unheard of" : "kind" + i % 3,
                  strange ? "xylophone" : "words of row " + i % 4,
                  "k" + i % 2);
        });
    return Datasets.load(spec.label("label").order("time").build(), folder);
  }

  @Test
  void meansAndCategoriesComeFromTrainingAlone() throws IOException {
    Dataset usual = load("a.csv", false, DatasetSpec.at(Path.of("a.csv")));
    Dataset strange = load("b.csv", true, DatasetSpec.at(Path.of("b.csv")));
    assertEquals(TRAINING_ROWS, usual.info().train());
    assertEquals(usual.preprocessing(), strange.preprocessing());
    assertFalse(usual.searchData().fingerprint().equals(strange.searchData().fingerprint()));
  }

  @ParameterizedTest
  @EnumSource(Tokenizer.class)
  void vocabulariesComeFromTrainingAlone(Tokenizer tokenizer) throws IOException {
    Preprocessing usual = texts("a.csv", false, tokenizer).preprocessing();
    Preprocessing strange = texts("b.csv", true, tokenizer).preprocessing();
    assertEquals(usual, strange);
    assertFalse(((TextPreprocessing) strange).vocabulary().contains("xylophone"));
    assertFalse(((TextPreprocessing) strange).vocabulary().contains("x"));
  }

  private Dataset texts(String name, boolean changed, Tokenizer tokenizer) throws IOException {
    return load(
        name,
        changed,
        DatasetSpec.at(Path.of(name)).format(DataFormat.TEXT).text("text").tokenizer(tokenizer));
  }

  @Test
  void pixelMeansComeFromTrainingAlone() throws IOException {
    assertEquals(images(20).preprocessing(), images(250).preprocessing());
  }

  private Dataset images(int testValue) throws IOException {
    Path root = folder.resolve("pictures" + testValue);
    for (int i = 0; i < 10; i++) {
      Pictures.grey(root.resolve("train/a/" + i + ".png"), 2, 2, i);
      Pictures.grey(root.resolve("train/b/" + i + ".png"), 2, 2, 10 * i);
      Pictures.grey(root.resolve("test/a/" + i + ".png"), 2, 2, testValue);
      Pictures.grey(root.resolve("test/b/" + i + ".png"), 2, 2, testValue);
    }
    return Datasets.load(DatasetSpec.at(root).build());
  }
}
