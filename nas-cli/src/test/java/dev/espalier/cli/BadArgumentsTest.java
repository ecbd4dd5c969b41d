package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says of words that it does not know, or that contradict each other. */
class BadArgumentsTest {
  private final Path folder;

  BadArgumentsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void withoutArgumentsTheUsageIsAFault() {
    Run run = Run.of();
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("Usage: nas"), run::toString);
    for (String verb : List.of("search", "validate", "train", "predict", "verify", "status")) {
      assertTrue(run.err().contains("  " + verb + " "), run::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search",
        "validate",
        "train",
        "predict",
        "verify",
        "status",
        "export",
        "datasets",
        "list"
      })
  void everyVerbExplainsItself(String verb) {
    Run run = Run.of(verb, "--help").printed("Usage: nas " + verb, "--help");
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run::toString);
    assertEquals("", run.err());
  }

  @Test
  void theVersionIsPrinted() {
    Run.of("--version").printed("nas ");
  }

  @Test
  void anUnknownVerbIsNamedWithTheOneThatWasMeant() {
    Run.of("serach", "a.yaml").refused("'serach'", "search");
    Run.of("datasets", "infos", "digits").refused("'infos'", "info");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search a.yaml",
        "validate a.yaml",
        "train a.json",
        "predict a.zip --input a --out b",
        "verify a.json",
        "status run",
        "export run",
        "list metrics",
        "datasets"
      })
  void anUnknownOptionIsNamed(String words) {
    List<String> line = new ArrayList<>(Splitter.on(' ').splitToList(words));
    line.add("--colour");
    Run.of(line.toArray()).refused("'--colour'", "nas " + line.get(0) + " --help");
  }

  @Test
  void aMissingArgumentIsNamed() {
    Run.of("validate").refused("FILE.yaml");
    Run.of("train").refused("ARCHITECTURE.json");
    Run.of("verify").refused("ARCHITECTURE.json");
    Run.of("predict", "model.zip").refused("--input", "--out");
    Run.of("status").refused("DIR");
    Run.of("export").refused("DIR");
    Run.of("datasets", "info").refused("NAME or PATH");
    Run.of("datasets", "fetch").refused("NAME");
    Run.of("list").refused("KIND");
  }

  @Test
  void aWrongKindOfValueIsShown() {
    Run.of("search", "--workers", "two").refused("--workers", "'two'");
    Run.of("train", "a.json", "--epochs", "1.5").refused("--epochs", "'1.5'");
    Run.of("export", "run", "--trial", "x").refused("--trial", "'x'");
    Run.of("list", "layers").refused("'layers'", "OPERATIONS");
  }

  @Test
  void contradictionsAreRefused() throws IOException {
    List<String> before = Run.below(folder);
    Run.of("search", "--resume", "--fresh", "--dir", folder.resolve("run"))
        .refused("--resume", "--fresh");
    Run.of("export", folder, "--best", "--pareto").refused("--best", "--pareto");
    Run.of("export", folder, "--best", "--trial", "1").refused("--best", "--trial");
    assertEquals(before, Run.below(folder));
  }

  @Test
  void valuesToSetMustNameAPath() {
    Path run = folder.resolve("run");
    Run.of("search", "--dir", run, "--set", "budget").refused("--set", "'budget'", "path=value");
    Run.of("search", "--dir", run, "--set", "=3").refused("--set", "'=3'", "path=value");
    Run.of("search", "--dir", run, "--set", "budget.trails=3")
        .refused("--set", "budget.trails", "unknown key", "trials");
    Run.of("search", "--dir", run, "--set", "objectives.0=3").refused("--set", "objectives.0");
    Run.of("search", "--dir", run, "--set", "budget={trials: ").refused("--set", "budget");
    assertEquals(List.of(""), Run.below(folder));
  }

  @Test
  void aStudyThatIsNotThereCannotBeResumedShownOrExported() {
    Path none = folder.resolve("none");
    Run.of("search", "--resume", "--dir", none).refused("--resume", "none").faults(1);
    Run.of("status", none).refused("none", "no study").faults(1);
    Run.of("status", folder).refused(folder.toString(), "no study").faults(1);
    Run.of("export", none, "--pareto").refused("none", "no study").faults(1);
    Run.of("export", none, "--trial", "0").refused("none", "no study").faults(1);
    Run.of("export", none).refused("none", "no study").faults(1);
    assertEquals(List.of(""), Run.below(folder));
  }

  @Test
  void aStoreThatIsNoneIsRefused() throws IOException {
    Files.writeString(folder.resolve("study.db"), "no database ".repeat(1000));
    Files.writeString(folder.resolve("experiment.yaml"), "study: {name: 1}");
    List<String> before = Run.below(folder);
    Run.of("status", folder).refused("study.db", "not an SQLite file").faults(1);
    Run.of("export", folder, "--pareto").refused("experiment.yaml");
    Run.of("search", "--dir", folder).refused("study.db", "not an SQLite file").faults(1);
    assertEquals(
        before, Run.below(folder).stream().filter(name -> !name.equals("study.lock")).toList());
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("run"), "mine");
    Run.of("search", "--dir", file).refused("--dir", "run", "is a file").faults(1);
    Run.of("search", "--fresh", "--dir", file).refused("--dir", "run", "is a file").faults(1);
    assertEquals("mine", Files.readString(file));
    assertEquals(List.of("", "run"), Run.below(folder));
  }
}
