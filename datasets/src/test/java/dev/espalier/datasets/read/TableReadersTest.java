package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.DatasetException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReadersTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final Path folder;

  TableReadersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Cells that blanks part; the first line has the names. */
  public static final class Blanks implements TableReader {
    @Override
    public String ending() {
      return "blanks";
    }

    @Override
    public Table read(DataFile file) throws IOException {
      List<List<String>> lines =
          new String(file.readAll(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> List.of(line.split(" +", -1)))
              .toList();
      if (lines.isEmpty()) {
        throw new IOException("nothing in it");
      }
      return Table.of(file.name(), lines.get(0), lines.subList(1, lines.size()));
    }
  }

  /** A reader whose ending is none. */
  public static final class Dotted implements TableReader {
    @Override
    public String ending() {
      return ".blanks";
    }

    @Override
    public Table read(DataFile file) {
      throw new AssertionError("must not be asked");
    }
  }

  @BeforeEach
  void open() throws IOException {
    open(Blanks.class);
  }

  private void open(Class<?> reader) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(TableReader.class.getName()), reader.getName());
    URL[] places = {folder.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(places, before));
  }

  @AfterEach
  void close() throws IOException {
    ((URLClassLoader) Thread.currentThread().getContextClassLoader()).close();
    Thread.currentThread().setContextClassLoader(before);
  }

  private DataFile file(String name, String content) throws IOException {
    return DataFile.of(Files.writeString(folder.resolve(name), content));
  }

  private static void assertFault(String message, Runnable read) {
    DatasetException fault = assertThrows(DatasetException.class, read::run);
    assertTrue(fault.getMessage().endsWith(message), fault.getMessage());
  }

  @Test
  void aFileIsReadByTheReaderOfItsEnding() throws IOException {
    DataFile file = file("a.BLANKS", "x y\n1 2\n3 4\n");
    Table table = TableReaders.read(file, Set.of("y"));
    assertEquals(List.of("x", "y"), table.columns());
    assertEquals("4", table.cell(1, 1));
    assertEquals("row 2", table.place(1));
    assertEquals("row 2", table.select(new int[] {1}).place(0));
    assertEquals("3", TableReaders.readFeatures(file, List.of("x")).cell(1, 0));
  }

  @Test
  void otherFilesAreReadAsCsv() throws IOException {
    Table table = TableReaders.read(file("blanks", "x y,z\n1 2,3\n"), Set.of());
    assertEquals(List.of("x y", "z"), table.columns());
    assertEquals("line 2", table.place(0));
  }

  @Test
  void whatAReaderGivesIsChecked() throws IOException {
    DataFile good = file("a.blanks", "x y\n1 2\n");
    assertFault(
        "a.blanks: has no column 'z'; its columns are x, y",
        () -> TableReaders.read(good, Set.of("x", "z")));
    DataFile bare = file("b.blanks", "x y\n");
    assertFault("b.blanks: has no rows", () -> TableReaders.read(bare, Set.of()));
    DataFile ragged = file("c.blanks", "x y\n1 2\n1\n");
    assertFault(
        "c.blanks, row 2: has 1 cells; must have one for each of 2 columns",
        () -> TableReaders.read(ragged, Set.of()));
    DataFile twice = file("d.blanks", "x x\n1 2\n");
    assertFault(
        "d.blanks: two of its columns [x, x] are called alike",
        () -> TableReaders.read(twice, Set.of()));
    DataFile empty = file("e.blanks", "");
    assertFault(
        "e.blanks: cannot be read: nothing in it", () -> TableReaders.read(empty, Set.of()));
  }

  @Test
  void anEndingThatIsNoneIsRefused() throws IOException {
    close();
    open(Dotted.class);
    assertTrue(
        assertThrows(IllegalArgumentException.class, TableReaders::all)
            .toString()
            .contains("ending '.blanks' of reader "));
  }
}
