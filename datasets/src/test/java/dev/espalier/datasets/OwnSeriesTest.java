package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.RawInputs;
import dev.espalier.datasets.prepare.SeriesPreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnSeriesTest {
  private static final String HEADER = "@equalLength false\n@classLabel true up down\n@data";

  private final Path folder;

  OwnSeriesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Two dimensions, 2 to 6 steps that rise or fall. */
  private static String ramp(int i) {
    String values =
        IntStream.range(0, 2 + i % 5)
            .mapToObj(step -> String.valueOf(100 + (i % 2 == 0 ? step : -step)))
            .collect(Collectors.joining(","));
    return "%s:%s:%s".formatted(values, values.replace("100", "7"), i % 2 == 0 ? "up" : "down");
  }

  private Path ramps(String name, int count) throws IOException {
    return TempFiles.table(folder.resolve(name), HEADER, count, OwnSeriesTest::ramp);
  }

  /** The same, one row a step, with a column for each role. */
  private Path rows(String name, int count, IntFunction<String> split) throws IOException {
    String lines =
        IntStream.range(0, count)
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(0, 2 + i % 5)
                        .mapToObj(
                            step ->
                                "s%d,%d,%d,%s,p%d,%s"
                                    .formatted(
                                        i,
                                        -step,
                                        100 + (i % 2 == 0 ? -step : step),
                                        i % 2 == 0 ? "up" : "down",
                                        i / 2,
                                        split.apply(i))))
            .collect(Collectors.joining("\n", "id,time,value,label,person,part\n", "\n"));
    return Files.writeString(folder.resolve(name), lines);
  }

  private DatasetException fault(DatasetSpec.Builder spec) {
    return assertThrows(DatasetException.class, () -> Datasets.load(spec.build(), folder));
  }

  @Test
  void aTsFileBecomesPaddedSequences() throws IOException {
    Dataset data = Datasets.load(DatasetSpec.at(ramps("ramps.ts.gz", 40)).build());
    assertEquals("ramps", data.name());
    assertEquals(LearningTask.CLASSIFICATION, data.task());
    assertEquals(new FeatureShape.Sequence(2, 6), data.shape());
    assertEquals(List.of("up", "down"), data.classNames());
    assertEquals(Map.of("up", 20, "down", 20), data.info().classCounts());
    Examples train = data.searchData().train();
    for (int row = 0; row < train.size(); row++) {
      float[] values = train.features().row(row);
      int length = train.features().length(row);
      assertTrue(length >= 2 && length <= 6);
      for (int step = length; step < 6; step++) {
        assertEquals(0f, values[step]);
        assertEquals(0f, values[6 + step]);
      }
      int direction = train.labels().label(row) == 0 ? 1 : -1;
      assertTrue(direction * (values[length - 1] - values[0]) > 0, "rises or falls as labelled");
    }
  }

  @Test
  void channelsAreScaledByTheTrainingSplitAlone() throws IOException {
    Dataset data = Datasets.load(DatasetSpec.at(ramps("ramps.ts", 60)).build());
    Examples train = data.searchData().train();
    for (int channel = 0; channel < 2; channel++) {
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int row = 0; row < train.size(); row++) {
        float[] values = train.features().row(row);
        for (int step = 0; step < train.features().length(row); step++) {
          sum += values[channel * 6 + step];
          squares += Math.pow(values[channel * 6 + step], 2);
          count++;
        }
      }
      assertEquals(0, sum / count, 1e-5);
      assertEquals(1, squares / count, 1e-5);
    }
  }

  @Test
  void whatIsOutsideTheTrainingSplitTeachesNothing() throws IOException {
    Path train = ramps("train.ts", 30);
    Path other =
        TempFiles.table(
            folder.resolve("long.ts"), HEADER, 9, i -> "9,9,9,9,9,9,9,9:1,1,1,1,1,1,1,1:up");
    Path usual = ramps("test.ts", 9);
    Dataset one = Datasets.load(DatasetSpec.at(train).test(new TestSplit.Given(usual)).build());
    Dataset two = Datasets.load(DatasetSpec.at(train).test(new TestSplit.Given(other)).build());
    assertEquals(one.preprocessing(), two.preprocessing());
    assertEquals(one.searchData().fingerprint(), two.searchData().fingerprint());
    assertNotEquals(one.fingerprint(), two.fingerprint());
    assertEquals(6, two.test().open().features().length(0), "cut to the longest of training");
    Dataset longer =
        Datasets.load(DatasetSpec.at(train).test(new TestSplit.Given(other)).maxLength(8).build());
    assertEquals(8, longer.test().open().features().length(0));
  }

  @Test
  void aMissingValueCountsAsTheMean() throws IOException {
    Path file =
        TempFiles.table(
            folder.resolve("gaps.ts"),
            HEADER,
            20,
            i -> "%d,?,3:%s".formatted(i, i % 2 == 0 ? "up" : "down"));
    Dataset data = Datasets.load(DatasetSpec.at(file).build());
    assertEquals(Map.of("dimension 1", 20), data.info().missingValues());
    assertEquals(0f, data.searchData().train().features().row(3)[1]);
    assertEquals(3, data.searchData().train().features().length(3));
    Path none =
        TempFiles.table(
            folder.resolve("none.ts"), HEADER, 20, i -> "1:?:" + (i % 2 == 0 ? "up" : "down"));
    DatasetException e = fault(DatasetSpec.at(none));
    assertEquals("channel 'dimension 2'", e.place());
  }

  @Test
  void aFolderHoldsOneFileToTrainAndOneToTest() throws IOException {
    Path home = Files.createDirectory(folder.resolve("ramps"));
    ramps("ramps/Ramps_TRAIN.ts", 30);
    ramps("ramps/Ramps_TEST.ts", 7);
    Dataset data = Datasets.load(DatasetSpec.at(home).build());
    assertEquals(7, data.test().size());
    assertEquals(30, data.info().train() + data.info().validation());
    DatasetException twice = fault(DatasetSpec.at(home).test(new TestSplit.Fraction(0.5)));
    assertTrue(twice.getMessage().contains("Ramps_TEST.ts; leave test"), twice.getMessage());
    ramps("ramps/More.ts", 7);
    assertTrue(
        fault(DatasetSpec.at(home)).getMessage().contains("holds 3 [more.ts, ramps_test.ts"));
  }

  @Test
  void unlabelledFilesAndTargetsOfRegression() throws IOException {
    Path bare = TempFiles.table(folder.resolve("bare.ts"), "@data", 9, i -> "1,2,3");
    assertTrue(fault(DatasetSpec.at(bare)).getMessage().contains("@classLabel true"));
    Path values =
        TempFiles.table(
            folder.resolve("values.ts"), "@targetLabel true\n@data", 20, i -> i + ",2:" + i / 2.0);
    Dataset data = Datasets.load(DatasetSpec.at(values).build());
    assertEquals(LearningTask.REGRESSION, data.task());
    assertEquals(new FeatureShape.Sequence(1, 2), data.shape());
  }

  @Test
  void aTableInLongFormatBecomesSequences() throws IOException {
    Path file = rows("rows.csv", 40, i -> i < 30 ? "train" : "test");
    DatasetSpec.Builder spec =
        DatasetSpec.at(file).format(DataFormat.SERIES).series("id").step("time").group("person");
    assertEquals(
        "line 3, column 'part'", fault(spec).place(), "a column without a role is a channel");

    Dataset data = Datasets.load(spec.test(new TestSplit.Column("part")).build());
    assertEquals(new FeatureShape.Sequence(1, 6), data.shape());
    assertEquals(10, data.test().size());
    assertEquals(20, data.info().classCounts().get("up"));
    Examples test = data.test().open();
    for (int row = 0; row < test.size(); row++) {
      float[] values = test.features().row(row);
      int direction =
          test.labels().classNames().get(test.labels().label(row)).equals("up") ? 1 : -1;
      assertTrue(direction * (values[1] - values[0]) > 0, "sorted by time");
    }
  }

  @Test
  void aSeriesIsInOneSplitAndHasOneLabel() throws IOException {
    Path split = rows("split.csv", 10, i -> "train");
    List<String> lines = Files.readAllLines(split);
    lines.set(2, lines.get(2).replace("train", "test"));
    Files.write(split, lines);
    DatasetSpec.Builder spec =
        DatasetSpec.at(split)
            .format(DataFormat.SERIES)
            .series("id")
            .group("person")
            .test(new TestSplit.Column("part"));
    assertTrue(
        fault(spec).getMessage().contains("says train and test of series 's0'"),
        fault(spec).getMessage());
    lines.set(2, lines.get(2).replace("test", "train").replace("up", "down"));
    lines.replaceAll(line -> line.matches("s[89],.*") ? line.replace("train", "test") : line);
    Files.write(split, lines);
    DatasetException label = fault(spec);
    assertEquals("line 3, column 'label'", label.place());
    assertTrue(
        label.getMessage().contains("'down' must be 'up', as in line 2"), label.getMessage());
    assertTrue(
        fault(DatasetSpec.at(split).format(DataFormat.SERIES))
            .getMessage()
            .contains("series must name the column"));
  }

  @Test
  void newSeriesArePreparedByWhatTheModelFileKeeps() throws IOException {
    Preprocessing learned =
        copy(Datasets.load(DatasetSpec.at(ramps("ramps.ts", 40)).build()).preprocessing());
    Path unlabelled =
        TempFiles.table(folder.resolve("new.ts"), "@data", 2, i -> "100,100,102:7,7,7");
    RawInputs inputs = RawInputs.read(unlabelled, learned);
    assertEquals(List.of("line 2", "line 3"), inputs.names());
    SeriesPreprocessing series = assertInstanceOf(SeriesPreprocessing.class, learned);
    assertEquals(3, inputs.features().length(0));
    assertEquals(series.normalization().get(0).apply(102), inputs.features().row(0)[2]);
    Path narrow = TempFiles.table(folder.resolve("narrow.ts"), "@data", 2, i -> "100,100");
    DatasetException e =
        assertThrows(DatasetException.class, () -> RawInputs.read(narrow, learned));
    assertTrue(e.getMessage().contains("must have 2"), e.getMessage());
  }

  @Test
  void newTablesInLongFormatNeedNoLabels() throws IOException {
    Path file = rows("parts.csv", 40, i -> i < 30 ? "train" : "test");
    Preprocessing learned =
        copy(
            Datasets.load(
                    DatasetSpec.at(file)
                        .format(DataFormat.SERIES)
                        .series("id")
                        .step("time")
                        .group("person")
                        .test(new TestSplit.Column("part"))
                        .build())
                .preprocessing());
    Path fresh = folder.resolve("fresh.csv");
    Files.writeString(fresh, "time,value,id\n2,100,new\n1,90,new\n");
    RawInputs inputs = RawInputs.read(fresh, learned);
    assertEquals(List.of("series 'new', from line 3"), inputs.names());
    float[] row = inputs.features().row(0);
    assertTrue(row[0] < row[1], "sorted by time");
    assertArrayEquals(new float[4], Arrays.copyOfRange(row, 2, 6));
  }

  @Test
  void settingsThatSeriesHaveNoUseForAreRefused() throws IOException {
    Path file = ramps("ramps.ts", 20);
    for (DatasetSpec.Builder spec :
        List.of(
            DatasetSpec.at(file).label("x"),
            DatasetSpec.at(file).group("x"),
            DatasetSpec.at(file).series("x"),
            DatasetSpec.at(file).tokenizer(Tokenizer.CHAR),
            DatasetSpec.at(file).height(2).width(3),
            DatasetSpec.at(file).test(new TestSplit.Column("x")),
            DatasetSpec.at(file).format(DataFormat.SERIES).series("x").text("y"),
            DatasetSpec.at(file).format(DataFormat.CSV).step("x"))) {
      assertTrue(fault(spec).getMessage().contains("means nothing for data of format"));
    }
  }

  private static Preprocessing copy(Preprocessing learned) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    return json.readValue(json.writeValueAsString(learned), Preprocessing.class);
  }
}
