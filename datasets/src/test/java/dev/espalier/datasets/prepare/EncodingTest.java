package dev.espalier.datasets.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.CsvReader;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.RawVectors;
import dev.espalier.datasets.read.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final TargetEncoding CLASSES = TargetEncoding.classes(List.of("no", "yes"));

  private static final int[] ALL = {0, 1};

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
    TablePreprocessing learned =
        TablePreprocessing.fit(table("age,b\n1,x\n2,x\n"), List.of("age"), ALL, CLASSES);
    Table other = table("age,b\n1,x\n2,x\nold,x\n");
    DatasetException e = assertThrows(DatasetException.class, () -> learned.encode(other));
    assertEquals("line 4, column 'age'", e.place());
  }

  @Test
  void columnsThatDoNotVaryInTrainingAreLeftOut() {
    Table table = table("age,size,kind,b\n?,0.1,x,1\nNA,0.1,x,2\n3,0.7,y,3\n");
    TablePreprocessing learned = TablePreprocessing.fit(table, table.columns(), ALL, CLASSES);
    assertEquals(List.of("b"), learned.columns().stream().map(FeatureColumn::name).toList());
    List<String> constant = List.of("age", "size", "kind");
    DatasetException none =
        assertThrows(
            DatasetException.class, () -> TablePreprocessing.fit(table, constant, ALL, CLASSES));
    assertTrue(none.getMessage().contains("[age, size, kind]"), none.getMessage());
  }

  @Test
  void aConstantNumberOfAVectorBecomesZeroWhateverItIsLater() {
    RawVectors vectors =
        new RawVectors(
            "v", ImmutableList.of(new float[] {1, 7}, new float[] {2, 7}, new float[] {3, 9_000}));
    TablePreprocessing learned = TablePreprocessing.fit(vectors, ALL, CLASSES);
    assertEquals(0, learned.encode(vectors).row(2)[1]);
  }

  @Test
  void rareCategoriesShareTheUnknownSlot() {
    StringBuilder content = new StringBuilder("id,b\n");
    for (int i = 0; i < 500; i++) {
      content.append("id").append(i % 200).append(",x\n");
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
