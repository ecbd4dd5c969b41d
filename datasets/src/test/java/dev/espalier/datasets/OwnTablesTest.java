package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.FeatureColumn;
import dev.espalier.datasets.prepare.Scale;
import dev.espalier.datasets.prepare.TablePreprocessing;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTablesTest {
  private final Path folder;

  OwnTablesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path flowers(String name) throws IOException {
    return TempFiles.table(
        folder.resolve(name),
        "length,colour,species",
        60,
        i ->
            (i % 7 == 0 ? "NA" : String.valueOf(i))
                + ","
                + List.of("red", "blue", "").get(i % 3)
                + ","
                + List.of("iris", "rose").get(i % 2));
  }

  private DatasetException fault(DatasetSpec spec) {
    return assertThrows(DatasetException.class, () -> Datasets.load(spec, folder));
  }

  @Test
  void numbersAreScaledAndTextsBecomeCategories() throws IOException {
    Path file = flowers("flowers.csv");
    Dataset data = Datasets.load(DatasetSpec.at(file).label("species").build());
    assertEquals("flowers", data.name());
    assertEquals(new FeatureShape.Vector(1 + 3), data.shape(), "length, blue, red, unknown");
    assertEquals(List.of("iris", "rose"), data.classNames());
    assertEquals(Map.of("length", 9, "colour", 20), data.info().missingValues());
    TablePreprocessing learned = (TablePreprocessing) data.preprocessing();
    assertEquals(
        List.of("blue", "red"),
        ((FeatureColumn.Categorical) learned.columns().get(1)).categories());
    assertEquals(36 + 12 + 12, data.info().train() + data.info().validation() + data.test().size());
  }

  @Test
  void packingChangesNeitherFingerprintNorData() throws IOException {
    Dataset plain = Datasets.load(DatasetSpec.at(flowers("plain.csv")).label("species").build());
    Dataset packed =
        Datasets.load(DatasetSpec.at(flowers("packed.csv.gz")).label("species").build());
    assertEquals(plain.fingerprint(), packed.fingerprint());
    assertEquals(plain.searchData().fingerprint(), packed.searchData().fingerprint());
  }

  @Test
  void wholeNumbersOfManyValuesAndDecimalsAreRegression() throws IOException {
    Path file =
        TempFiles.table(
            folder.resolve("houses.csv"), "rooms,price", 40, i -> i % 5 + "," + (1000 + 10 * i));
    Dataset data = Datasets.load(DatasetSpec.at(file).label("price").build());
    assertEquals(LearningTask.REGRESSION, data.task());
    assertEquals(1, data.searchData().outputs());
    assertTrue(data.classNames().isEmpty());
    Examples train = data.searchData().train();
    double mean =
        IntStream.range(0, train.size())
            .mapToDouble(i -> train.values().value(i, 0))
            .average()
            .orElseThrow();
    TargetEncoding.Value price = data.preprocessing().targets().values().get(0);
    assertEquals(mean, price.scale().mean(), 1e-6, "learned from the training rows alone");
    assertEquals(1234, price.scale().undo(price.scale().apply(1234)), 1e-3);
  }

  @Test
  void severalTargetsAreRegression() throws IOException {
    Path file =
        TempFiles.table(folder.resolve("two.csv"), "x,a,b", 20, i -> i + "," + 2 * i + "," + -i);
    Dataset data = Datasets.load(DatasetSpec.at(file).label("a", "b").build());
    assertEquals(2, data.searchData().outputs());
    Examples train = data.searchData().train();
    assertEquals(train.values().value(3, 0), -2 * train.values().value(3, 1));
  }

  @Test
  void theTaskCanBeSaidWhereNumbersAreAmbiguous() throws IOException {
    Path file = TempFiles.table(folder.resolve("stars.csv"), "x,label", 30, i -> i + "," + i % 3);
    assertEquals(LearningTask.CLASSIFICATION, Datasets.load(DatasetSpec.at(file).build()).task());
    assertEquals(
        LearningTask.REGRESSION,
        Datasets.load(DatasetSpec.at(file).task(LearningTask.REGRESSION).build()).task());
  }

  @Test
  void noGroupIsInTwoSplits() throws IOException {
    Path file =
        TempFiles.table(
            folder.resolve("patients.csv"),
            "x,patient,label",
            120,
            i -> i + ",p" + i / 6 + "," + (i / 6 % 2 == 0 ? "ill" : "well"));
    Dataset data = Datasets.load(DatasetSpec.at(file).label("label").group("patient").build());
    assertEquals(new FeatureShape.Vector(1), data.shape(), "the group is no feature");
    TablePreprocessing learned = (TablePreprocessing) data.preprocessing();
    var scale = ((FeatureColumn.Numeric) learned.columns().get(0)).scale();
    Set<Integer> train = patients(data.searchData().train(), scale);
    Set<Integer> validation = patients(data.searchData().validation(), scale);
    Set<Integer> test = patients(data.test().open(), scale);
    assertEquals(20, train.size() + validation.size() + test.size());
    train.addAll(validation);
    train.addAll(test);
    assertEquals(20, train.size());
  }

  private static Set<Integer> patients(Examples examples, Scale scale) {
    return IntStream.range(0, examples.size())
        .mapToObj(i -> (int) Math.round(scale.undo(examples.features().row(i)[0])) / 6)
        .collect(Collectors.toSet());
  }

  @Test
  void trainComesBeforeValidationBeforeTest() throws IOException {
    Path file =
        TempFiles.table(
            folder.resolve("days.csv"),
            "day,x,y",
            25,
            i -> "2024-03-%02d,%d,%d.5".formatted(25 - i, i, 25 - i));
    Dataset data = Datasets.load(DatasetSpec.at(file).label("y").order("day").build());
    double trainLast = largest(data.searchData().train());
    double validationFirst = smallest(data.searchData().validation());
    double validationLast = largest(data.searchData().validation());
    double testFirst = smallest(data.test().open());
    assertTrue(trainLast < validationFirst && validationLast < testFirst);
  }

  private static double largest(Examples examples) {
    return IntStream.range(0, examples.size())
        .mapToDouble(i -> examples.values().value(i, 0))
        .max()
        .orElseThrow();
  }

  private static double smallest(Examples examples) {
    return IntStream.range(0, examples.size())
        .mapToDouble(i -> examples.values().value(i, 0))
        .min()
        .orElseThrow();
  }

  @Test
  void aGivenTestFileIsKeptAsItIs() throws IOException {
    Path train = TempFiles.table(folder.resolve("a.csv"), "x,label", 20, i -> i + ",k" + i % 2);
    TempFiles.table(folder.resolve("b.csv"), "label,x", 3, i -> "k1," + (100 + i));
    Dataset data =
        Datasets.load(
            DatasetSpec.at(train).test(new TestSplit.Given(Path.of("b.csv"))).build(), folder);
    assertEquals(16, data.info().train());
    assertArrayEquals(new int[] {1, 1, 1}, data.test().open().labels().toArray());
  }

  @Test
  void aLabelThatTrainingNeverSawIsNamedWithItsLine() throws IOException {
    TempFiles.table(folder.resolve("a.csv"), "x,label", 20, i -> i + ",k" + i % 2);
    TempFiles.table(folder.resolve("b.csv"), "x,label", 3, i -> i + ",k" + i);
    DatasetException e =
        fault(DatasetSpec.at(Path.of("a.csv")).test(new TestSplit.Given(Path.of("b.csv"))).build());
    assertEquals("line 4", e.place());
    assertTrue(e.getMessage().contains("'k2' is not one of the classes [k0, k1]"), e.getMessage());
  }

  @Test
  void aGroupOfTheGivenTestSplitMustBeNewToTraining() throws IOException {
    TempFiles.table(
        folder.resolve("a.csv"),
        "x,g,s,label",
        40,
        i -> i + ",g" + i / 4 + "," + (i < 38 ? "train" : "test") + ",k" + i % 2);
    DatasetException e =
        fault(DatasetSpec.at(Path.of("a.csv")).group("g").test(new TestSplit.Column("s")).build());
    assertTrue(e.getMessage().contains("group 'g9'"), e.getMessage());
  }

  @Test
  void oneClassAloneIsRefused() throws IOException {
    TempFiles.table(folder.resolve("one.csv"), "x,label", 9, i -> i + ",same");
    assertTrue(
        fault(DatasetSpec.at(Path.of("one.csv")).build())
            .getMessage()
            .contains("all 9 examples are of one class [same]"));
  }

  @Test
  void aClassTooSmallToSplitIsNamed() throws IOException {
    TempFiles.table(
        folder.resolve("rare.csv"), "x,label", 20, i -> i + "," + (i < 2 ? "rare" : "usual"));
    assertTrue(
        fault(DatasetSpec.at(Path.of("rare.csv")).build())
            .getMessage()
            .contains("class 'rare' has 2 example(s)"));
  }

  @Test
  void faultsOfFilesNameFileAndPlace() throws IOException {
    assertTrue(
        fault(DatasetSpec.at(Path.of("none.csv")).build()).getMessage().contains("none.csv"));

    flowers("flowers.csv");
    DatasetException missing = fault(DatasetSpec.at(Path.of("flowers.csv")).label("kind").build());
    assertTrue(missing.getMessage().contains("length, colour, species"), missing.getMessage());
    DatasetException unsaid = fault(DatasetSpec.at(Path.of("flowers.csv")).build());
    assertTrue(unsaid.getMessage().contains("label must name"), unsaid.getMessage());

    TempFiles.table(
        folder.resolve("gaps.csv"), "x,label", 20, i -> i + "," + (i == 4 ? "" : "k" + i % 2));
    assertEquals("line 6", fault(DatasetSpec.at(Path.of("gaps.csv")).build()).place());

    TempFiles.table(
        folder.resolve("price.csv"), "x,price", 20, i -> i + "," + (i == 4 ? "cheap" : "1.5"));
    DatasetException price =
        fault(
            DatasetSpec.at(Path.of("price.csv"))
                .label("price")
                .task(LearningTask.REGRESSION)
                .build());
    assertEquals("line 6", price.place());

    TempFiles.table(folder.resolve("when.csv"), "x,day,label", 9, i -> i + ",soon,k" + i % 2);
    DatasetException when = fault(DatasetSpec.at(Path.of("when.csv")).order("day").build());
    assertEquals("line 2, column 'day'", when.place());

    Path packed = TempFiles.table(folder.resolve("cut.csv.gz"), "x,label", 999, i -> i + ",k");
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length - 20));
    assertTrue(
        fault(DatasetSpec.at(Path.of("cut.csv.gz")).build()).getMessage().contains("cut.csv.gz"));
  }

  @Test
  void pixelsInATableMakeImages() throws IOException {
    TempFiles.table(
        folder.resolve("pixels.csv"),
        "p1,p2,p3,p4,label",
        12,
        i -> i + ",0,0," + 2 * i + ",k" + i % 2);
    DatasetSpec.Builder spec = DatasetSpec.at(Path.of("pixels.csv")).width(2).height(2);
    assertEquals(new FeatureShape.Image(1, 2, 2), Datasets.load(spec.build(), folder).shape());
    DatasetException e = fault(spec.height(3).build());
    assertTrue(e.getMessage().contains("has 4 pixel columns"), e.getMessage());
  }
}
