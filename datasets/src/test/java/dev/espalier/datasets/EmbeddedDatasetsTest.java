package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Sets;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.prepare.TextPreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedDatasetsTest {

  private static Dataset load(String name) {
    return Datasets.load(DatasetSpec.named(name).splitSeed(7).build());
  }

  @Test
  void fourDatasetsNeedNoNetwork() {
    assertEquals(
        List.of("austen-passages", "digits", "dna-splice", "fashion-mnist-mini"),
        Datasets.embedded());
  }

  @ParameterizedTest
  @CsvSource({
    "digits, 1151, 287, 359, ab4b27392bc9c02638c4b43dc74b47874bc3ff4ccf4bb5bf9db7a22fa1cc3202",
    "fashion-mnist-mini, 3200, 800, 1000, 0fc192bfb033791d03dd3e310664d44e06bc3c2c1a5c513fc88293ddf005c06a",
    "dna-splice, 2038, 510, 638, cbc12e493e1a71454e4e8c5b9a2f5b8c2c5fa2a43820b055ed00d2e88b71ccc0",
    "austen-passages, 1837, 563, 600, 6f7faa46113a54aadca77360c92ab10816b52fc792ba9abebb785f2393dbc7a3"
  })
  void countsAndFingerprintsAreTheKnownOnes(
      String name, int train, int validation, int test, String fingerprint) {
    DatasetInfo info = load(name).info();
    assertEquals(train, info.train());
    assertEquals(validation, info.validation());
    assertEquals(test, info.test());
    assertEquals(fingerprint, info.fingerprint());
    assertFalse(info.provenance().licence().isEmpty());
    assertEquals(LearningTask.CLASSIFICATION, info.task());
    assertEquals(
        train + validation + test,
        info.classCounts().values().stream().mapToInt(Integer::intValue).sum());
  }

  /** A copy of a training row would be no test. */
  @ParameterizedTest
  @ValueSource(strings = {"digits", "fashion-mnist-mini", "dna-splice", "austen-passages"})
  void noRowOfASplitIsACopyOfOneInAnother(String name) {
    Dataset data = load(name);
    Set<String> train = rows(data.searchData().train());
    Set<String> validation = rows(data.searchData().validation());
    Set<String> test = rows(data.test().open());
    assertEquals(Set.of(), Sets.intersection(train, test));
    assertEquals(Set.of(), Sets.intersection(train, validation));
    assertEquals(Set.of(), Sets.intersection(validation, test));
  }

  private static Set<String> rows(Examples examples) {
    return IntStream.range(0, examples.size())
        .mapToObj(row -> Arrays.toString(examples.features().row(row)))
        .collect(Collectors.toSet());
  }

  @Test
  void digitsAreEightByEightWithTheClassCountsOfTheirPaper() {
    Dataset digits = load("digits");
    assertEquals(new FeatureShape.Image(1, 8, 8), digits.shape());
    assertEquals(
        List.of(178, 182, 177, 183, 181, 182, 181, 179, 174, 180),
        digits.info().classCounts().values().asList());
  }

  @Test
  void fashionKeepsItsGivenTestSplitOfAHundredAClass() {
    Dataset fashion = load("fashion-mnist-mini");
    assertEquals(new FeatureShape.Image(1, 28, 28), fashion.shape());
    int[] hundreds = new int[10];
    Arrays.fill(hundreds, 100);
    assertArrayEquals(hundreds, fashion.test().open().labels().counts());
    assertEquals("Ankle boot", fashion.classNames().get(9));
  }

  @Test
  void dnaIsOneSlotPerPositionAndBase() {
    Dataset dna = load("dna-splice");
    assertEquals(new FeatureShape.Vector(60 * 4), dna.shape());
    TextPreprocessing text = (TextPreprocessing) dna.preprocessing();
    assertEquals(Set.of("A", "C", "G", "T"), Set.copyOf(text.vocabulary()));
    float[] row = dna.searchData().train().features().row(0);
    float sum = 0;
    for (float value : row) {
      sum += value;
    }
    assertEquals(60, sum, "60 bases, one slot each");
  }

  @Test
  void passagesAreBagsOfLengthOne() {
    Examples train = load("austen-passages").searchData().train();
    assertEquals(new FeatureShape.Vector(2000), train.shape());
    double squares = 0;
    for (float value : train.features().row(5)) {
      squares += value * value;
    }
    assertEquals(1, squares, 1e-5);
  }

  @Test
  void trainingPixelsHaveMeanZeroAndDeviationOne() {
    Examples train = load("fashion-mnist-mini").searchData().train();
    double sum = 0;
    double squares = 0;
    float[] image = new float[train.shape().size()];
    for (int row = 0; row < train.size(); row++) {
      train.copyFeatures(row, image, 0);
      for (float value : image) {
        sum += value;
        squares += value * value;
      }
    }
    double count = (double) train.size() * image.length;
    assertEquals(0, sum / count, 1e-4);
    assertEquals(1, squares / count, 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "austen-passages"})
  void theSameSeedGivesTheSameSearchDataAndAnotherSeedAnother(String name) {
    SearchData data = load(name).searchData();
    assertEquals(data.fingerprint(), load(name).searchData().fingerprint());
    Dataset other = Datasets.load(DatasetSpec.named(name).splitSeed(8).build());
    assertNotEquals(data.fingerprint(), other.searchData().fingerprint());
    assertEquals(load(name).fingerprint(), other.fingerprint());
  }

  @Test
  void theTestSplitDoesNotMoveWithTheSplitSeed() {
    Examples one = load("digits").test().open();
    Examples other = Datasets.load(DatasetSpec.named("digits").splitSeed(99).build()).test().open();
    assertArrayEquals(one.labels().toArray(), other.labels().toArray());
  }

  @Test
  void openingsOfTheTestSplitAreCounted() {
    HeldOut test = load("digits").test();
    assertEquals(0, test.openings());
    assertEquals(test.size(), test.open().size());
    assertEquals(1, test.openings());
  }

  @Test
  void imagesComeInTheSizeThatIsAskedFor() {
    Dataset digits =
        Datasets.load(DatasetSpec.named("digits").height(16).width(12).channels(3).build());
    assertEquals(new FeatureShape.Image(3, 16, 12), digits.shape());
    assertEquals(3, ((ImagePreprocessing) digits.preprocessing()).normalization().size());
  }

  @Test
  void settingsWithoutMeaningAreRefusedRatherThanIgnored() {
    for (DatasetSpec.Builder spec :
        List.of(
            DatasetSpec.named("digits").maxLength(5),
            DatasetSpec.named("fashion-mnist-mini").tokenizer(Tokenizer.CHAR),
            DatasetSpec.named("dna-splice").height(8).width(8))) {
      assertThrows(DatasetException.class, () -> Datasets.load(spec.build()));
    }
  }

  @Test
  void trainAndValidationTogetherAreAllButTheTestSplit() {
    Dataset digits = load("digits");
    assertEquals(1151 + 287, digits.trainAndValidation().size());
    assertEquals(10, digits.trainAndValidation().outputs());
  }
}
