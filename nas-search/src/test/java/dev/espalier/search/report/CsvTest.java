package dev.espalier.search.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Cost;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.ParetoFront;
import dev.espalier.objective.Task;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  private static final List<Objective> OBJECTIVES =
      List.of(Objective.maximize("val_accuracy"), CostMetric.MACS.objective());

  @Test
  void trialsHaveTheColumnsOfTheDefaultStudy() {
    assertEquals(
        "trial,state,seed,canonical_hash,encoding,recipe,fidelity,continues,val_accuracy,val_loss,"
            + "macs,flops,params,train_seconds,duplicate_of,parents,reason",
        String.join(",", TrialsCsv.of(Task.CLASSIFICATION, OBJECTIVES).columns()));
  }

  @Test
  void otherStudiesHaveTheirOwnMetrics() {
    List<Objective> objectives =
        List.of(
            Objective.minimize("val_mae"),
            Objective.minimize("val_loss"),
            CostMetric.ACTIVATION_BYTES.objective());

    assertEquals(
        List.of("val_mae", "activation_bytes", "val_loss", "macs", "flops", "params"),
        TrialsCsv.of(Task.REGRESSION, objectives).columns().subList(8, 14));
    assertEquals(
        "val_perplexity",
        TrialsCsv.of(Task.LANGUAGE_MODEL, List.of(CostMetric.MACS.objective())).columns().get(8));
  }

  @Test
  void trialsAreWrittenOneARow(@TempDir Path dir) throws IOException {
    Trial original = TestTrials.completed(0, Map.of("val_accuracy", 0.1 + 0.2, "macs", 12345678.0));
    Path file = dir.resolve("trials.csv");
    TrialsCsv.of(Task.CLASSIFICATION, OBJECTIVES)
        .write(
            file,
            List.of(
                original,
                TestTrials.duplicate(1, original),
                TestTrials.failed(2, "shape, \"bad\"")));

    assertEquals(
        List.of(
            "0,completed,1000,hash0,depth=2;op=conv0,recipe,epochs=3;trainFraction=0.5,,"
                + "0.30000000000000004,,12345678,,10,1.500,,,",
            "1,duplicate,1001,hash0,depth=2;op=conv0,recipe,epochs=3;trainFraction=0.5,,"
                + "0.30000000000000004,,12345678,,10,0.000,0,0,",
            "2,failed,1002,hash2,depth=2;op=conv2,recipe,epochs=3;trainFraction=0.5,,"
                + ",,102,,10,0.000,,,\"shape, \"\"bad\"\"\""),
        Files.readAllLines(file).subList(1, 4));
  }

  @Test
  void aNetworkWhoseEveryTrainingDivergedHasARowWithoutScores(@TempDir Path dir)
      throws IOException {
    Cost cost = new Cost(10, 20, 40, 80);
    Path file = dir.resolve("comparison.csv");
    ComparisonCsv.write(
        file,
        List.of(
            new ComparisonRow(
                "winner", "test_accuracy", ImmutableList.of(0.5, 0.75), 1, 0.05, cost),
            new ComparisonRow("plain", "test_accuracy", ImmutableList.of(), 3, 1.35, cost)));

    assertEquals(
        List.of(
            "network,metric,mean,std,standard_error,n,macs,flops,params,activation_bytes,values,"
                + "diverged,learning_rate",
            "winner,test_accuracy,0.625,0.1767766952966369,0.125,2,20,40,10,80,0.5;0.75,1,0.05",
            "plain,test_accuracy,,,,0,20,40,10,80,,3,1.35"),
        Files.readAllLines(file));
  }

  @Test
  void numbersAreTheSameInEveryLocale(@TempDir Path dir) throws IOException {
    Locale before = Locale.getDefault();
    Path file = dir.resolve("trials.csv");
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      TrialsCsv.of(Task.CLASSIFICATION, OBJECTIVES)
          .write(file, List.of(TestTrials.completed(0, Map.of("val_accuracy", 0.5))));
    } finally {
      Locale.setDefault(before);
    }
    assertEquals(
        "0,completed,1000,hash0,depth=2;op=conv0,recipe,epochs=3;trainFraction=0.5,,"
            + "0.5,,100,,10,1.500,,,",
        Files.readAllLines(file).get(1));
  }

  @Test
  void theFrontIsSortedByItsCost(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("pareto.csv");
    List<Trial> trials =
        List.of(
            TestTrials.completed(0, Map.of("val_accuracy", 0.9, "macs", 300.0)),
            TestTrials.completed(1, Map.of("val_accuracy", 0.5, "macs", 100.0)));
    ParetoCsv.write(file, ParetoFront.of(trials, OBJECTIVES, List.of()));

    assertEquals(
        List.of(
            "trial,canonical_hash,val_accuracy,macs,params",
            "1,hash1,0.5,100,10",
            "0,hash0,0.9,300,10"),
        Files.readAllLines(file));
  }

  @Test
  void paramsAreNotWrittenTwice() {
    ParetoFront front =
        ParetoFront.of(List.of(), List.of(CostMetric.PARAMS.objective()), List.of());

    assertEquals(List.of("trial", "canonical_hash", "params"), ParetoCsv.columns(front));
  }

  @Test
  void aFileIsReplacedAsAWholeAndNothingElseIsLeft(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("trials.csv");
    TrialsCsv csv = TrialsCsv.of(Task.CLASSIFICATION, OBJECTIVES);
    csv.write(file, List.of(TestTrials.running(0)));
    csv.write(file, List.of());

    assertEquals(1, Files.readAllLines(file).size());
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path dir) {
    Path file = dir.resolve("missing").resolve("trials.csv");

    UncheckedIOException error =
        assertThrows(
            UncheckedIOException.class,
            () -> TrialsCsv.of(Task.CLASSIFICATION, OBJECTIVES).write(file, List.of()));
    assertEquals("cannot write " + file, error.getMessage());
  }
}
