package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.DatasetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTableTest {
  private static Table table(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new DataFile("walks.csv", ByteSource.wrap(bytes)), Set.of("id", "day"));
  }

  @Test
  void rowsAreSortedByStepWithinTheirSeries() {
    SeriesTable series =
        SeriesTable.of(
            table(
                """
                id,day,x,y,kind
                b,2024-03-02,2,20,walk
                a,2024-03-01,7,?,run
                b,2024-03-01,1,10,walk
                """),
            "id",
            "day");
    assertEquals(List.of("b", "a"), series.names());
    RawSeries values = series.values(List.of("x", "y"));
    assertEquals(2, values.length(0));
    assertEquals(1f, values.value(0, 0, 0));
    assertEquals(20f, values.value(0, 1, 1));
    assertTrue(Double.isNaN(values.value(1, 1, 0)));
    assertEquals("series 'a', from line 3", values.place(1));
    Table summary = series.summary(List.of("kind"));
    assertEquals(2, summary.size());
    assertEquals("run", summary.cell(1, summary.column("kind")));
  }

  @Test
  void withoutAStepTheOrderOfTheLinesCounts() {
    RawSeries values =
        SeriesTable.of(table("id,day,x\na,2,5\na,1,6\n"), "id", null).values(List.of("x"));
    assertEquals(5f, values.value(0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,1,5,k;a,1,6,k | line 3, column 'day' | step 1 of series 'a' is in line 2 too",
        "a,1,5,k;?,2,6,k | line 3, column 'id' | must name the series of the row",
        "a,1,5,k;a,soon,6,k | line 3, column 'day' | 'soon' is neither a number nor",
        "a,1,5,k;a,2,much,k | line 3, column 'x' | 'much' must be a number",
        "a,1,5,k;a,2,6,l | line 3, column 'kind' | 'l' must be 'k', as in line 2: series 'a'"
      })
  void faultsNameLineAndValue(String rows, String place, String problem) {
    Table table = table("id,day,x,kind\n" + rows.replace(';', '\n') + "\n");
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> {
              SeriesTable series = SeriesTable.of(table, "id", "day");
              series.values(List.of("x"));
              series.summary(List.of("kind"));
            });
    assertEquals(place, e.place());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }
}
