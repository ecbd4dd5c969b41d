package dev.espalier.datasets.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.CsvReader;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final TargetEncoding CLASSES = TargetEncoding.classes(List.of("no", "yes"));

  private static Table table(String content) {
    return CsvReader.read(
        new DataFile("t.csv", ByteSource.wrap(content.getBytes(StandardCharsets.UTF_8))), Set.of());
  }

  @Test
  void aMissingNumberCountsAsTheMeanAndAnUnknownCategoryHasItsOwnSlot() {
    Table table = table("age,colour\n1,red\n3,blue\n,green\n2,\n");
    TablePreprocessing learned =
        TablePreprocessing.fit(table, table.columns(), new int[] {0, 1}, CLASSES);
    var features = learned.encode(table);
    assertArrayEquals(new float[] {-1, 0, 1, 0}, features.row(0));
    assertArrayEquals(new float[] {1, 1, 0, 0}, features.row(1));
    assertArrayEquals(new float[] {0, 0, 0, 1}, features.row(2));
    assertArrayEquals(new float[] {0, 0, 0, 1}, features.row(3));
  }

  @Test
  void aTextInANumericColumnIsNamedWithItsPlace() {
    Table table = table("age,b\n1,x\n2,x\nold,x\n");
    TablePreprocessing learned =
        TablePreprocessing.fit(table, List.of("age"), new int[] {0, 1}, CLASSES);
    DatasetException e = assertThrows(DatasetException.class, () -> learned.encode(table));
    assertEquals("line 4, column 'age'", e.place());
  }

  @Test
  void aColumnWithoutAnyTrainingValueIsRefused() {
    Table table = table("age,b\n?,x\nNA,x\n3,x\n");
    assertThrows(
        DatasetException.class,
        () -> TablePreprocessing.fit(table, List.of("age"), new int[] {0, 1}, CLASSES));
  }

  @Test
  void aConstantColumnBecomesZeroRatherThanNotANumber() {
    Table table = table("age,b\n0.1,x\n0.1,x\n0.1,x\n");
    TablePreprocessing learned =
        TablePreprocessing.fit(table, List.of("age"), new int[] {0, 1, 2}, CLASSES);
    assertEquals(0, learned.encode(table).row(2)[0], 1e-9);
  }

  @Test
  void rareCategoriesShareTheUnknownSlot() {
    StringBuilder content = new StringBuilder("id,b\n");
    for (int i = 0; i < 500; i++) {
      content.append("id").append(i).append(",x\n");
    }
    Table table = table(content.toString());
    int[] all = IntStream.range(0, 500).toArray();
    TablePreprocessing learned = TablePreprocessing.fit(table, List.of("id"), all, CLASSES);
    assertEquals(FeatureColumn.MAX_CATEGORIES + 1, learned.shape().size());
  }

  @Test
  void wordsAreCountedInLowerCaseAndScaledToLengthOne() {
    Table table = table("text,b\nThe cat. The end!,x\nthe dog,x\n,x\n");
    TextPreprocessing learned =
        TextPreprocessing.fit(table, "text", Tokenizer.WORD, null, new int[] {0}, CLASSES);
    assertEquals(List.of("the", "cat", "end"), learned.vocabulary());
    double the = Math.log(3);
    double other = Math.log(2);
    double length = Math.sqrt(the * the + 2 * other * other);
    var features = learned.encode(table);
    assertArrayEquals(
        new float[] {(float) (the / length), (float) (other / length), (float) (other / length)},
        features.row(0),
        1e-6f);
    assertArrayEquals(new float[] {1, 0, 0}, features.row(1));
    assertArrayEquals(new float[] {0, 0, 0}, features.row(2));
  }

  @Test
  void charactersKeepTheirPositionAndLongTextsAreCut() {
    Table table = table("text,b\naab,x\nbxaaa,x\n");
    TextPreprocessing learned =
        TextPreprocessing.fit(table, "text", Tokenizer.CHAR, null, new int[] {0}, CLASSES);
    assertEquals(3, learned.maxLength());
    var features = learned.encode(table);
    assertArrayEquals(new float[] {1, 0, 1, 0, 0, 1}, features.row(0));
    assertArrayEquals(new float[] {0, 1, 0, 0, 1, 0}, features.row(1));
  }

  @Test
  void featuresTooManyForMemoryAreRefused() {
    Table table = table("text,b\nab,x\nba,x\n");
    TextPreprocessing learned =
        TextPreprocessing.fit(
            table, "text", Tokenizer.CHAR, Integer.MAX_VALUE, new int[] {0}, CLASSES);
    assertThrows(DatasetException.class, () -> learned.encode(table));
  }
}
