package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command says of places that it cannot write to. It says so before it does any work: the
 * model that is to predict is not there, and no message mentions it.
 */
class BadOutputTest {
  private final Path folder;
  private final Path file;
  private List<String> before = List.of();

  BadOutputTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("file");
  }

  @BeforeEach
  void aStudyAndAFile() throws IOException {
    Winner.write(folder);
    Files.writeString(folder.resolve("study.db"), "a store that nobody opens");
    Files.writeString(file, "mine");
    before = Run.below(folder);
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    assertEquals(before, Run.below(folder));
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void predictionsNeedAFolderThatIsThere() {
    Path none = folder.resolve("none");
    predict(none.resolve("out.csv"))
        .refused("--out", none.resolve("out.csv").toString(), "there is no folder " + none)
        .faults(1);
    predict(file.resolve("out.csv")).refused("--out", file + " is a file").faults(1);
    predict(folder).refused("--out", folder + " is a folder", "must be a file").faults(1);
    predict(Path.of("/")).refused("--out", "/ is a folder").faults(1);
    predict(Path.of("")).refused("--out", "must be a file").faults(1);
  }

  @Test
  void whatIsReadIsNotOverwritten() throws IOException {
    Run.of("predict", folder.resolve("none.zip"), "--input", file, "--out", file)
        .refused("--out", "would overwrite what is read from " + file)
        .faults(1);
    Run.of("predict", file, "--input", folder.resolve("none.csv"), "--out", file)
        .refused("--out", "would overwrite what is read from " + file)
        .faults(1);
    Run.of("predict", folder.resolve("none.zip"), "--input", folder, "--out", file)
        .refused("--out", "would overwrite what is read from " + folder)
        .faults(1);
    Run.of("space", file, "--sample", "2", "--csv", file)
        .refused("--csv", "would overwrite what is read from " + file)
        .faults(1);
  }

  private static Run predict(Path out) {
    return Run.of("predict", "none.zip", "--input", "none.csv", "--out", out);
  }

  @Test
  void oneArchitectureNeedsAFolderThatIsThere() {
    Path none = folder.resolve("none");
    Path out = none.resolve("a.json");
    for (List<String> choice : List.of(List.<String>of(), List.of("--best"))) {
      export(choice, out).refused("--out", out.toString(), "there is no folder " + none).faults(1);
      export(choice, folder).refused("--out", folder + " is a folder").faults(1);
    }
    export(List.of("--trial", "0"), out).refused("--out", "there is no folder " + none).faults(1);
    export(List.of("--trial", "0"), folder).refused("--out", folder + " is a folder").faults(1);
  }

  @Test
  void aFrontNeedsAFolderOrTheNameOfOne() {
    export(List.of("--pareto"), file).refused("--out", file + " is a file").faults(1);
    export(List.of("--pareto"), file.resolve("sub/front"))
        .refused("--out", file.resolve("sub/front").toString(), file + " is a file")
        .faults(1);
  }

  private Run export(List<String> choice, Path out) {
    List<Object> words = new ArrayList<>(List.of("export", folder, "--out", out));
    words.addAll(choice);
    return Run.of(words.toArray());
  }

  @Test
  void aRunNeedsAFolderOrTheNameOfOne() {
    for (Path directory : List.of(file, file.resolve("run"))) {
      Run.of("train", folder.resolve("best-architecture.json"), "--dir", directory)
          .refused("--dir", directory.toString(), file + " is a file")
          .faults(1);
      Run.of("search", "--dir", directory)
          .refused("--dir", directory.toString(), file + " is a file")
          .faults(1);
    }
  }
}
