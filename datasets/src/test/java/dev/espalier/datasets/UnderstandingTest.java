package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.read.Numbers;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Own data are understood by all of their rows, the same for every seed, or refused by name. */
class UnderstandingTest {
  private final Path folder;

  UnderstandingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path table(String header, int rows, IntFunction<String> row) throws IOException {
    return TempFiles.table(folder.resolve("t.csv"), header, rows, row);
  }

  private static DatasetException fault(DatasetSpec.Builder spec) {
    return assertThrows(DatasetException.class, () -> Datasets.load(spec.build()));
  }

  /** A hundred rows, one of whose cells is odd. */
  private Path oddCell(String cell) throws IOException {
    return table(
        "x,label", 100, i -> (i == 70 ? cell : i + "." + i % 7) + (i % 2 == 0 ? ",yes" : ",no"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-Infinity", "abc", "1e99", "12%", "$5", "1 000", "unknown"})
  void oneOddCellInAColumnOfNumbersIsNamedWhateverTheSeed(String cell) throws IOException {
    Path file = oddCell(cell);
    String message = fault(DatasetSpec.at(file)).getMessage();
    assertTrue(message.contains("line 72, column 'x'"), message);
    assertTrue(message.contains("'" + cell + "'"), message);
    for (int seed = 1; seed < 8; seed++) {
      assertEquals(message, fault(DatasetSpec.at(file).splitSeed(seed)).getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "NA", "n/a", "NaN", "null", "None", "#N/A", "<NA>"})
  void usualWordsForMissingCountAsMissing(String cell) throws IOException {
    DatasetInfo info = Datasets.load(DatasetSpec.at(oddCell(cell)).build()).info();
    assertEquals(Map.of("x", 1), info.missingValues());
    assertEquals(List.of("x"), info.understanding().columns().numbers());
  }

  @Test
  void anOddCellOfAGivenTestSplitIsNamedToo() throws IOException {
    Path file =
        table(
            "x,s,label",
            60,
            i -> (i == 59 ? "inf" : i) + (i < 50 ? ",train,k" : ",test,k") + i % 2);
    assertEquals(
        "line 61, column 'x'", fault(DatasetSpec.at(file).test(new TestSplit.Column("s"))).place());
  }

  @Test
  void numbersMayBeSaidToBeCategories() throws IOException {
    Path file = table("x,label", 60, i -> List.of("0", "1", "2", "3+").get(i % 4) + ",k" + i % 2);
    assertTrue(fault(DatasetSpec.at(file)).getMessage().contains("categories of dataset"));
    Dataset data = Datasets.load(DatasetSpec.at(file).categories(List.of("x")).build());
    assertEquals(Map.of("x", 4), data.info().understanding().columns().categories());
    assertEquals(new FeatureShape.Vector(5), data.shape());
    assertTrue(
        fault(DatasetSpec.at(file).categories(List.of("label")))
            .getMessage()
            .contains("'label', which is no feature"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%02d.01.2024", "10.0.0.%d", "1.%d.3", "+49 30 %d-22", "12:%02d"})
  void datesAddressesAndVersionsAreNotMeantAsNumbers(String pattern) throws IOException {
    Path file =
        table("when,x,label", 60, i -> pattern.formatted(i % 28 + 1) + "," + i + ",k" + i % 2);
    Understanding understanding =
        Datasets.load(DatasetSpec.at(file).build()).info().understanding();
    assertEquals(List.of("x"), understanding.columns().numbers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.234.567", "1,234", "1'234", "-5,5", "\u20ac 3.50", "7 %", "1,5e3"})
  void numbersInOtherDressAreMeantAsNumbers(String text) {
    assertTrue(Numbers.isMeant(text), text);
  }

  @Test
  void decimalCommasAreNamedInFeaturesAndLabels() throws IOException {
    Path features =
        Files.writeString(
            folder.resolve("f.csv"), "x;label\n" + "0,25;a\n1,5;b\n0,75;a\n2;b\n".repeat(9));
    DatasetException x = fault(DatasetSpec.at(features));
    assertTrue(x.getMessage().contains("line 2, column 'x'"), x.getMessage());
    assertTrue(x.getMessage().contains("'0,25' has a decimal comma"), x.getMessage());
    StringBuilder rows = new StringBuilder("x;y\n");
    for (int i = 0; i < 50; i++) {
      rows.append(i).append(";").append(i / 10).append(",").append(i).append("\n");
    }
    DatasetException y =
        fault(DatasetSpec.at(Files.writeString(folder.resolve("y.csv"), rows)).label("y"));
    assertTrue(y.getMessage().contains("line 2: label 'y': '0,0' has a decimal"), y.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "", "?", "None", "NA"})
  void aMissingTargetIsNamedWhateverTheTask(String missing) throws IOException {
    Path ages = table("x,age", 90, i -> i + "," + (i == 40 ? missing : i % 60));
    assertEquals("line 42", fault(DatasetSpec.at(ages).label("age")).place());
    Path kinds = table("x,kind", 90, i -> i + "," + (i % 30 == 1 ? missing : "k" + i % 2));
    DatasetException kind = fault(DatasetSpec.at(kinds).label("kind"));
    assertEquals("line 3", kind.place());
    assertTrue(kind.getMessage().contains("label 'kind' is missing"), kind.getMessage());
  }

  @Test
  void aClassMayBeCalledNone() throws IOException {
    Path file = table("x,label", 30, i -> i + "," + List.of("none", "mild").get(i % 2));
    assertEquals(List.of("mild", "none"), Datasets.load(DatasetSpec.at(file).build()).classNames());
  }

  @Test
  void oneOddTargetAmongNumbersIsNamed() throws IOException {
    Path file = table("x,y", 90, i -> i + "," + (i == 12 ? "inf" : i + ".5"));
    DatasetException e = fault(DatasetSpec.at(file).label("y"));
    assertTrue(e.getMessage().contains("line 14: label 'y': 'inf' is not finite"), e.getMessage());
  }

  @Test
  void aGuessedTaskSaysSoAndWhy() throws IOException {
    Path file = table("x,label", 40, i -> i + "," + i % 2 + ".0");
    DatasetInfo guess = Datasets.load(DatasetSpec.at(file).build()).info();
    assertEquals(LearningTask.CLASSIFICATION, guess.task());
    assertTrue(guess.understanding().guessed());
    assertEquals("label 'label' holds 2 different whole numbers", guess.understanding().task());
    DatasetInfo said =
        Datasets.load(DatasetSpec.at(file).task(LearningTask.REGRESSION).build()).info();
    assertFalse(said.understanding().guessed());
  }

  @Test
  void oneClassMayBeWrittenAsTwoNumbers() throws IOException {
    Path file = table("x,label", 40, i -> i + "," + List.of("1", "2", "1.0", "2.0").get(i % 4));
    Dataset data = Datasets.load(DatasetSpec.at(file).build());
    assertEquals(List.of("1", "2"), data.classNames());
    assertEquals(Map.of("1", 20, "2", 20), data.info().classCounts());
  }

  @ParameterizedTest
  @CsvSource({"@classLabel true 1.0 2.0, CLASSIFICATION", "@targetLabel true, REGRESSION"})
  void seriesAreWhatTheirHeaderDeclares(String header, LearningTask task) throws IOException {
    StringBuilder text = new StringBuilder(header + "\n@data\n");
    for (int i = 0; i < 30; i++) {
      text.append("1,2,%s,%s:%s.0\n".formatted(i, i * i, 1 + i % 2));
    }
    Path file = Files.writeString(folder.resolve("s.ts"), text);
    DatasetInfo info = Datasets.load(DatasetSpec.at(file).build()).info();
    assertEquals(task, info.task());
    assertFalse(info.understanding().guessed());
    assertEquals(header.substring(0, header.indexOf(' ')), info.understanding().task());
  }

  @Test
  void aLargeOffsetOfTheTargetLosesNothing() throws IOException {
    Path file =
        table("x,y", 80, i -> i + "," + String.format(Locale.ROOT, "%.3f", 1.7e9 + i / 8.0));
    Dataset data = Datasets.load(DatasetSpec.at(file).label("y").build());
    Examples train = data.searchData().train();
    var scale = data.preprocessing().targets().values().get(0).scale();
    double before = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < train.size(); row++) {
      double value = train.values().value(row, 0);
      assertEquals(0, (value - 1.7e9) * 8 % 1, 1e-3, "as read");
      assertTrue(scale.apply(value) > before, "still different when scaled");
      before = scale.apply(value);
    }
  }

  @Test
  void aLargeOffsetOfAChannelLosesNothing() throws IOException {
    StringBuilder text = new StringBuilder("@classLabel true a b\n@data\n");
    for (int i = 0; i < 30; i++) {
      text.append(
          "1700000000.%s,1700000001.%s:%s\n".formatted(i % 9, i % 7, i % 2 == 0 ? "a" : "b"));
    }
    Path file = Files.writeString(folder.resolve("s.ts"), text);
    Examples train = Datasets.load(DatasetSpec.at(file).build()).searchData().train();
    assertTrue(train.features().row(0)[0] < 0 && train.features().row(0)[1] > 0);
  }

  @Test
  void aTargetThatDoesNotVaryIsRefused() throws IOException {
    Path file = table("x,y", 40, i -> i + ",3.5");
    assertTrue(
        fault(DatasetSpec.at(file).label("y")).getMessage().contains("label 'y' is 3.5 in all"));
  }

  @Test
  void columnsThatCannotBeFeaturesAreLeftOutByName() throws IOException {
    Path file =
        table(
            "t,x,k,gone,id,y",
            100,
            i -> "%s,%s,%s,?,customer-%s,%s.5".formatted(i, i * i, i < 90 ? 20 : 70, i, i));
    Dataset data = Datasets.load(DatasetSpec.at(file).label("y").order("t").build());
    assertEquals(new FeatureShape.Vector(1), data.shape());
    Map<String, String> leftOut = data.info().understanding().columns().leftOut();
    assertEquals("it does not vary in the training split", leftOut.get("k"));
    assertEquals("it holds no value", leftOut.get("gone"));
    assertEquals("100 of its 100 values are different texts", leftOut.get("id"));
    assertEquals("by order", data.info().understanding().splits());
  }

  @Test
  void rowsThatAreThereSeveralTimesStayInOneSplit() throws IOException {
    Random random = new Random(5);
    double[][] rows =
        random
            .doubles(40L * 3)
            .collect(() -> new double[40][3], (all, value) -> {}, (left, right) -> {});
    for (double[] row : rows) {
      for (int i = 0; i < 3; i++) {
        row[i] = Math.round(1e4 * random.nextGaussian()) / 1e4;
      }
    }
    Path file =
        table(
            "x,z,w,label",
            400,
            i ->
                "%s,%s,%s,%s"
                    .formatted(
                        rows[i % 40][0],
                        rows[i % 40][1],
                        rows[i % 40][2],
                        "ab".charAt(i % 40 % 2)));
    Understanding understanding =
        Datasets.load(DatasetSpec.at(file).build()).info().understanding();
    assertEquals(360, understanding.copies());
    assertEquals(0, understanding.testCopies());
    assertEquals(0, understanding.validationCopies());
    assertTrue(understanding.splits().contains("equal examples in one split"));
  }

  @Test
  void rowsThatAreEqualByChanceAreDividedAndCounted() throws IOException {
    Path file = table("x,z,label", 400, i -> "%s,%s,k%s".formatted(i % 2, i / 2 % 3, i % 2));
    Understanding understanding =
        Datasets.load(DatasetSpec.at(file).build()).info().understanding();
    assertEquals(394, understanding.copies());
    assertEquals(80, understanding.testCopies());
    assertEquals("at random, class by class", understanding.splits());
  }

  @Test
  void copiesInAGivenTestSplitAreCounted() throws IOException {
    table("x,label", 40, i -> i + ",k" + i % 2);
    Path test =
        TempFiles.table(folder.resolve("test.csv"), "x,label", 10, i -> 35 + i + ",k" + i % 2);
    DatasetSpec spec =
        DatasetSpec.at(folder.resolve("t.csv")).test(new TestSplit.Given(test)).build();
    assertEquals(5, Datasets.load(spec).info().understanding().testCopies());
  }

  @Test
  void aHeaderIsKnownByAUsualLabel() throws IOException {
    Path file = table("0,1,label", 30, i -> "%s,%s,k%s".formatted(i, i * i, i % 2));
    assertEquals(
        List.of("0", "1"),
        Datasets.load(DatasetSpec.at(file).build()).info().understanding().columns().numbers());
  }

  @Test
  void bytesThatAreNoUtf8AreNamedByLine() throws IOException {
    StringBuilder text = new StringBuilder("x,label\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(i == 3000 ? ",caf\u00e9\n" : ",k\n");
    }
    Path file = folder.resolve("latin.csv");
    Files.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    DatasetException e = fault(DatasetSpec.at(file));
    assertEquals("line 3002", e.place());
    assertTrue(e.getMessage().contains("byte 0xe9"), e.getMessage());
    assertTrue(e.getMessage().contains("must be saved as UTF-8"), e.getMessage());
  }
}
