package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.DatasetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TsReaderTest {
  private static final String HEADER =
      """
      # Made up
      @problemName Two
      @timeStamps false
      @missing true
      @univariate false
      @dimensions 2
      @equalLength false
      @classLabel true up down
      @data
      """;

  private static DataFile file(String text) {
    return new DataFile("two.ts", ByteSource.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static TsReader.Cases read(String text) {
    return TsReader.read(file(text));
  }

  @Test
  void casesMayDifferInLengthAndMissValues() {
    TsReader.Cases cases = read(HEADER + "1,2.5,-3e1:4,?,6:up\n\n# half way\n7:NaN:down\n");
    RawSeries series = cases.series();
    assertEquals(List.of("up", "down"), cases.labels());
    assertEquals(List.of("up", "down"), cases.classNames());
    assertEquals(List.of("dimension 1", "dimension 2"), series.channels());
    assertEquals(2, series.size());
    assertEquals(3, series.length(0));
    assertEquals(1, series.length(1));
    assertEquals(-30f, series.value(0, 0, 2));
    assertEquals(4f, series.value(0, 1, 0));
    assertTrue(Double.isNaN(series.value(0, 1, 1)));
    assertEquals(Map.of("dimension 2", 2), series.missing());
    assertEquals("line 13", series.place(1));
  }

  @Test
  void aTargetOfRegressionIsNoClass() {
    TsReader.Cases cases = read("@univariate true\n@targetLabel true\n@data\n1,2:0.5\n3,4:1.5\n");
    assertEquals(List.of("0.5", "1.5"), cases.labels());
    assertEquals(List.of(), cases.classNames());
    assertEquals(List.of("dimension 1"), cases.series().channels());
  }

  @Test
  void aFileWithoutLabelsHasDimensionsAlone() {
    TsReader.Cases cases = read("@classLabel false\n@DATA\n1,2:3,4\n");
    assertEquals(List.of(), cases.labels());
    assertEquals(2, cases.series().channels().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2:3:up        | line 10, dimension 2          | has 1 value(s), dimension 1 has 2",
        "1,2:3,x:up      | line 10, dimension 2, value 2 | 'x' must be a number, or ?",
        "1,:3,4:up       | line 10, dimension 1, value 2 | '' must be a number",
        "1,2:3,(4:up     | line 10, dimension 2, value 2 | '(4' must be a number",
        "1,2:3,1e99:up   | line 10, dimension 2, value 2 | '1e99' must be a number",
        "1,2:3,4:left    | line 10 | label 'left' must be one of the header's classes [up, down]",
        "1,2:3,4:        | line 10 | label '' must be one of the header's classes",
        "1,2             | line 10 | has one field",
        "1,2:up          | line 10 | has 1 dimension(s), but line 6 says @dimensions 2"
      })
  void faultsOfACaseNameItsPlaceAndValue(String text, String place, String problem) {
    DatasetException e = assertThrows(DatasetException.class, () -> read(HEADER + text + "\n"));
    assertEquals(place, e.place());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
    assertTrue(e.getMessage().startsWith("two.ts"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@equalLength true | 1,2:up;3:up | line 5 | has 1 value(s) a dimension, the first case 2",
        "@seriesLength 2   | 1,2,3:up;3,4:up | line 4 | has 3 value(s) a dimension, but line 1",
        "@missing false    | 1,2:up;?,4:up | line 5 | has a missing value, but line 1 says @missing",
        "@univariate true  | 1:2:up;1:2:up | line 4 | has 2 dimension(s), but line 1",
        "@dimension 1      | 1:2:up;1:2:up | line 4 | but line 1 says @dimensions 1",
        "@equalLength false| 1:up;1:2:up | line 5 | has 2 dimension(s), the first case 1"
      })
  void aCaseMustBeAsTheHeaderSays(String attribute, String cases, String place, String problem) {
    String text =
        "%s\n@classLabel true up down\n@data\n%s\n".formatted(attribute, cases.replace(';', '\n'));
    DatasetException e = assertThrows(DatasetException.class, () -> read(text));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
    assertEquals(place, e.place());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@timeStamps true      | @timeStamps true; it must be false",
        "@missing perhaps      | @missing perhaps; it must be true or false",
        "@missing              | @missing; it must be true or false",
        "@dimensions 0         | @dimensions 0; it must be a whole number of at least 1",
        "@seriesLength two     | @seriesLength two; it must be a whole number",
        "@classLabel true up   | it must go on with the names of at least two classes",
        "@dimenions 3          | '@dimenions' is no attribute; it must be one of @problemName",
        "@missing true;@Missing true | is in line 1 too",
        "@classLabel true a b;@targetLabel true | it must be false where @classLabel is true",
        "1,2:up                | '1,2:up' is neither a comment (#) nor an attribute (@)"
      })
  void faultsOfTheHeaderNameTheAttribute(String header, String problem) {
    DatasetException e =
        assertThrows(
            DatasetException.class, () -> read(header.replace(';', '\n') + "\n@data\n1,2:up\n"));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
    assertTrue(e.place().startsWith("line "), e.place());
  }

  @Test
  void aFileWithoutCasesIsRefused() {
    assertTrue(
        assertThrows(DatasetException.class, () -> read(HEADER))
            .getMessage()
            .contains("has no case after @data"));
    assertTrue(
        assertThrows(DatasetException.class, () -> read("@missing true\n"))
            .getMessage()
            .contains("has no line @data"));
  }

  @Test
  void whatIsNoTextIsRefused() {
    byte[] bytes = "@data\n\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> TsReader.read(new DataFile("latin.ts", ByteSource.wrap(bytes))));
    assertTrue(e.getMessage().contains("line 2: byte 0xe9"), e.getMessage());
  }
}
