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
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

  private static DataFile file(String content) {
    return new DataFile("t.csv", ByteSource.wrap(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static DatasetException fault(String content, String... needed) {
    return assertThrows(
        DatasetException.class, () -> CsvReader.read(file(content), Set.of(needed)));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void commonSeparatorsAreRecognised(String separator) {
    String content = "a,b,label\n1,2,x\n3,4,y\n".replace(",", separator);
    Table table = CsvReader.read(file(content), Set.of("label"));
    assertEquals(List.of("a", "b", "label"), table.columns());
    assertEquals(2, table.size());
    assertEquals("y", table.cell(1, 2));
  }

  @Test
  void quotesEncloseSeparatorsAndLineBreaksAndLinesAreStillCounted() {
    Table table =
        CsvReader.read(
            file("text,label\r\n\"one, \"\"two\"\"\nthree\",x\r\n\r\nfour,y"), Set.of("label"));
    assertEquals("one, \"two\"\nthree", table.cell(0, 0));
    assertEquals("line 2", table.place(0));
    assertEquals("line 5", table.place(1));
  }

  @Test
  void aQuotationMarkIsALetterInTabSeparatedText() {
    Table table =
        CsvReader.read(file("text\tlabel\n\"Yes,\" he said\tx\n\"No\ty\n"), Set.of("text"));
    assertEquals("\"Yes,\" he said", table.cell(0, 0));
    assertEquals("\"No", table.cell(1, 0));
  }

  @Test
  void withoutAHeaderColumnsAreNumbered() {
    Table table = CsvReader.read(file("5,6,x\n7,8,y\n"), Set.of("c3"));
    assertEquals(List.of("c1", "c2", "c3"), table.columns());
    assertEquals(2, table.size());
    assertEquals("line 1", table.place(0));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() {
    assertEquals(
        "label", CsvReader.read(file("\ufefflabel,a\nx,1\n"), Set.of("label")).columns().get(0));
  }

  @Test
  void aRaggedRowIsNamedWithItsLine() {
    DatasetException e = fault("a,label\n1,x\n2\n", "label");
    assertEquals("line 3", e.place());
    assertTrue(e.getMessage().contains("has 1 cells, the first line has 2"), e.getMessage());
  }

  @Test
  void aMissingColumnListsThoseThereAre() {
    DatasetException e = fault("a,b\n1,2\n", "species");
    assertTrue(
        e.getMessage().contains("no column 'species'; its columns are a, b"), e.getMessage());
  }

  @Test
  void emptyFilesAndHeadersAloneAreRefused() {
    assertTrue(fault("", "label").getMessage().contains("is empty"));
    assertTrue(fault("a,label\n", "label").getMessage().contains("no rows"));
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    assertEquals("line 1", fault("a,a,label\n1,2,x\n", "label").place());
  }

  @Test
  void anUnclosedQuoteIsNamedWithItsLine() {
    DatasetException e = fault("a,label\n\"1,x\n2,y\n", "label");
    assertTrue(e.place().startsWith("line"), e.getMessage());
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] bytes = {'a', ',', 'b', '\n', (byte) 0xff, (byte) 0xfe, ',', '1', '\n'};
    DataFile file = new DataFile("t.csv", ByteSource.wrap(bytes));
    assertThrows(DatasetException.class, () -> CsvReader.read(file, Set.of("a")));
  }

  @Test
  void onlyPlainFiniteDecimalsAreNumbers() {
    for (String number : List.of("1", "-2.5", "+.5", "3.", "1e-3", "1E5")) {
      assertTrue(Numbers.parse(number).isPresent(), number);
    }
    for (String text : List.of("", "1f", "0x10", "NaN", "Infinity", "1e400", "1,5", "one")) {
      assertTrue(Numbers.parse(text).isEmpty(), text);
    }
  }

  @Test
  void newDataMayLeaveTheLabelOut() {
    Table headed = CsvReader.readFeatures(file("b,a,extra\n2,1,z\n"), List.of("a", "b"));
    assertEquals("1", headed.cell(0, headed.column("a")));
    List<String> positional = List.of("c1", "c3");
    Table bare = CsvReader.readFeatures(file("1,3\n"), positional);
    assertEquals("3", bare.cell(0, bare.column("c3")));
    Table whole = CsvReader.readFeatures(file("1,2,3\n"), positional);
    assertEquals("3", whole.cell(0, whole.column("c3")));
  }
}
