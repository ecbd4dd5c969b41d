package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --json} prints has the keys that docs/json.md says. */
class JsonTest {
  private static final Path PAGE = Path.of("..", "docs", "json.md");
  private static final Pattern KEY = Pattern.compile("`(\\w+)`");

  @TempDir private Path folder = Path.of("");

  private static JsonNode document(int code, Object... arguments) throws IOException {
    Run run = Run.of(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray());
    assertEquals(code, run.code(), run::toString);
    return new ObjectMapper().readTree(run.out());
  }

  private static String section(String verb) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + verb + "\n") + 1;
    int end = page.indexOf("\n## ", start);
    return page.substring(start, end < 0 ? page.length() : end);
  }

  /** The keys in the first column of a section's table. */
  private static ImmutableSet<String> documented(String verb) throws IOException {
    return section(verb)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .flatMap(line -> KEY.matcher(line.substring(0, line.indexOf(" | "))).results())
        .map(found -> found.group(1))
        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
  }

  private static void assertDocumented(String verb, JsonNode document) throws IOException {
    assertEquals(documented(verb), ImmutableSortedSet.copyOf(document.fieldNames()), verb);
  }

  @Test
  void aSearchAndWhatFollowsFromIt() throws IOException {
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: small, seed: 2}
            dataset: {name: digits}
            space: {preset: cnn-cells}
            strategy: {type: random}
            evaluator: {fidelity: {epochs: 1, trainFraction: 0.2}}
            budget: {trials: 2}
            execution: {workers: 1}
            retrain: {seeds: 1, epochs: 1}
            """);
    Path study = folder.resolve("study");

    JsonNode estimate = document(0, "estimate", experiment);
    assertDocumented("estimate", estimate);
    assertTrue(estimate.at("/trialSeconds").asDouble() > 0.0, estimate::toString);
    assertFalse(Files.exists(study));
    JsonNode search = document(0, "search", experiment, "--dir", study);
    assertDocumented("search", search);
    assertEquals(2, search.at("/trials/completed").asInt(), search::toString);
    assertTrue(search.at("/winner/metrics/val_accuracy").isDouble(), search::toString);
    assertTrue(search.at("/winner/comparison/0/mean").isDouble(), search::toString);
    assertTrue(search.at("/audit").isNull());

    JsonNode status = document(0, "status", study);
    assertDocumented("status", status);
    assertTrue(status.at("/retrained").asBoolean());
    assertEquals(2, status.at("/budgetTrials").asInt());

    Path best = folder.resolve("best.json");
    JsonNode export = document(0, "export", study, "--best", "--out", best);
    assertDocumented("export", export);
    assertEquals(best.toString(), export.at("/files/0").asText());

    assertDocumented("verify", document(0, "verify", best));
    JsonNode train =
        document(0, "train", best, "--epochs", 1, "--seeds", 1, "--dir", folder.resolve("t"));
    assertDocumented("train", train);
    assertEquals("test_accuracy", train.at("/metric").asText());
    assertDocumented("validate", document(0, "validate", experiment));
  }

  @Test
  void aFaultLeavesNoDocument() {
    assertEquals("", Run.of("status", folder, "--json").refused("no study").out());
  }

  @Test
  void whatIsNotAsTheFileSaysIsInTheDocument() throws IOException {
    Path file = Winner.write(folder, json -> json.withObject("/cost").put("params", 1));
    JsonNode verify = document(ExitCode.DIFFERENCE, "verify", file);
    assertDocumented("verify", verify);
    assertEquals(false, verify.at("/verified").asBoolean());
    assertEquals(1, verify.at("/differences").size(), verify::toString);
  }

  @Test
  void lists() throws IOException {
    assertDocumented("list", document(0, "list", "operations"));
    for (String kind : new String[] {"presets", "strategies", "metrics"}) {
      JsonNode list = document(0, "list", kind);
      assertTrue(list.at("/" + kind).size() > 3, list::toString);
    }
    assertDocumented("datasets", document(0, "datasets"));
    assertDocumented("datasets", document(0, "datasets", "list"));
    Run before = Run.of("datasets", "--json", "list").printed();
    assertDocumented("datasets", new ObjectMapper().readTree(before.out()));
    JsonNode info = document(0, "datasets", "info", "digits");
    assertEquals(10, info.at("/classes").size(), info::toString);
    assertSectionSays("datasets", info);
  }

  @Test
  void spaces() throws IOException {
    JsonNode space = document(0, "space", "cnn-cells", "--dataset", "digits");
    assertDocumented("space", space);
    assertTrue(space.at("/size").isNumber());
    JsonNode drawn = document(0, "space", "cnn-cells", "--dataset", "digits", "--sample", 3);
    assertEquals(3, drawn.at("/architectures").size());
    assertTrue(drawn.at("/architectures/0/costs/macs").asLong() > 0, drawn::toString);
    assertSectionSays("space", drawn);
    assertSectionSays("space", document(0, "space", "cnn-cells", "--yaml"));
  }

  /** Keys that the text below a table names. */
  private static void assertSectionSays(String verb, JsonNode document) throws IOException {
    ImmutableSet<String> said =
        KEY.matcher(section(verb))
            .results()
            .map(found -> found.group(1))
            .collect(ImmutableSet.toImmutableSet());
    String missing =
        ImmutableSet.copyOf(document.fieldNames()).stream()
            .filter(key -> !said.contains(key))
            .collect(Collectors.joining(", "));
    assertEquals("", missing);
  }
}
