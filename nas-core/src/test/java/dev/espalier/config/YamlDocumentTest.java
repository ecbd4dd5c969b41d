package dev.espalier.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.random.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {
  private static String refusal(String text) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> YamlDocument.parse("a.yaml", text));
    return refused.faults().stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void emptyTextIsRefused() {
    assertEquals("a.yaml:1: is empty; must hold a YAML document", refusal(""));
    assertEquals("a.yaml:1: is empty; must hold a YAML document", refusal("# only a comment\n"));
  }

  @Test
  void severalDocumentsAreRefused() {
    assertEquals(
        "a.yaml:2: is no valid YAML: but found another document", refusal("a: 1\n---\nb: 2\n"));
  }

  @Test
  void brokenSyntaxIsReportedWithItsLine() {
    assertTrue(refusal("a: 1\nb: [1, 2\nc: 3\n").startsWith("a.yaml:3: is no valid YAML: "));
  }

  @Test
  void javaTagsAreRefusedInValuesAndKeys() {
    String remedy = "': tags are not allowed; write plain values, lists and maps";
    assertEquals(
        "a.yaml:3: b[0]: value 'tag:yaml.org,2002:javax.script.ScriptEngineManager" + remedy,
        refusal("a: 1\nb:\n - !!javax.script.ScriptEngineManager [x]\n"));
    assertEquals("a.yaml:1: a: value '!mine" + remedy, refusal("a: !mine 5"));
    assertEquals("a.yaml:1: value '!mine" + remedy, refusal("!mine a: 5"));
  }

  @Test
  void anAliasBombIsRefused() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      text.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(5, alias))));
    }
    assertTrue(refusal(text.toString()).contains("has too much in it"));
  }

  @Test
  void manyAliasesOfListsAreRefused() {
    String text = "a: &a [1]\nb: [" + "*a, ".repeat(60) + "]\n";
    assertTrue(refusal(text).contains("aliases"), refusal(text));
  }

  @Test
  void aListThatHoldsItselfIsRefused() {
    assertTrue(refusal("a: &a [1, *a]").contains("is nested too deep"));
  }

  @Test
  void deepNestingIsRefused() {
    assertTrue(refusal("[".repeat(2_000) + "]".repeat(2_000)).startsWith("a.yaml:"));
  }

  @Test
  void aFewAliasesAreCopiedOut() {
    YamlMap map = YamlDocument.parse("a.yaml", "a: &a [1, 2]\nb: *a\n").root().map("a", "b");
    assertEquals(2, map.required("b").list().get(1).integer(0, 9));
  }

  @Test
  void aLongTextIsRefused() {
    assertEquals(
        "a.yaml: is too long (1048577); at most 1048576 bytes", refusal("a".repeat((1 << 20) + 1)));
  }

  @Test
  void controlCharactersAreRefusedWithTheirLine() {
    assertEquals(
        "a.yaml:2: holds a character that is no text (U+0000); must be YAML in UTF-8",
        refusal("a: 1\nb: \0\n"));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(folder.resolve("a.yaml"), new byte[] {'a', ':', (byte) 0xC3, (byte) 0x28});
    ConfigException refused = assertThrows(ConfigException.class, () -> YamlDocument.read(file));
    assertEquals(file + ": is no text; must be YAML in UTF-8", refused.getMessage());
  }

  @Test
  void aMissingFileAndAFolderAreRefused(@TempDir Path folder) {
    Path missing = folder.resolve("none.yaml");
    assertEquals(
        missing + ": there is no such file",
        assertThrows(ConfigException.class, () -> YamlDocument.read(missing)).getMessage());
    assertEquals(
        folder + ": is no file; must be a YAML file",
        assertThrows(ConfigException.class, () -> YamlDocument.read(folder)).getMessage());
  }

  @Test
  void aByteOrderMarkIsSkipped(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "\uFEFFa: 7\n");
    assertEquals(7, YamlDocument.read(file).root().map("a").required("a").integer(0, 9));
  }

  @Test
  void randomBytesAreReadOrRefusedAndNothingElse(@TempDir Path folder) throws IOException {
    RandomGenerator random = Seeds.generator(11);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(1, 200)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        String signs = "a1:{}[]&*!|>-?,'\"% \n\t#@\\";
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = (byte) signs.charAt(random.nextInt(signs.length()));
        }
      }
      Path file = Files.write(folder.resolve("random.yaml"), bytes);
      try {
        YamlDocument.read(file).root().map("a");
      } catch (ConfigException expected) {
        refused++;
        assertTrue(expected.faults().get(0).toString().startsWith(file.toString()));
      }
    }
    assertTrue(refused > 300, "refused " + refused + " of 500");
  }

  @Test
  void everyMistakeOfAFileIsReportedAtOnce() {
    YamlDocument document =
        YamlDocument.parse(
            "budget.yaml",
            """
            trials: 0
            minutes: soon
            share: 1.5
            resume: yes
            engine: onedn
            workerz: 2
            trials: 5
            tags: {a: 1}
            """);
    YamlMap map =
        document.root().map("trials", "minutes", "share", "resume", "engine", "workers", "tags");
    map.required("trials").integer(1, 100);
    map.required("minutes").integer(1, 60);
    map.required("share").real(0, 1);
    map.required("resume").bool();
    map.required("engine").oneOf(List.of("onednn", "nd4j"));
    map.required("tags").list();
    map.required("seed").integer(0, 9);
    assertEquals(
        """
        budget.yaml:1: trials: value '0': must be a whole number from 1 to 100
        budget.yaml:1: seed: is missing; must be given
        budget.yaml:2: minutes: value 'soon': must be a whole number from 1 to 60
        budget.yaml:3: share: value '1.5': must be a number from 0 to 1
        budget.yaml:4: resume: value 'yes': must be true or false
        budget.yaml:5: engine: value 'onedn': must be one of onednn, nd4j; did you mean onednn?
        budget.yaml:6: workerz: is an unknown key; must be one of trials, minutes, share, resume, \
        engine, workers, tags; did you mean workers?
        budget.yaml:7: trials: is there twice; keep one (the first is on line 1)
        budget.yaml:8: tags: must be a list, such as [a, b], not a map""",
        assertThrows(ConfigException.class, document::check).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"1e-3, 0.001", "5, 5", ".5, 0.5", "-2.5E1, -25"})
  void numbersMayBeWrittenInTheUsualWays(String text, double value) {
    YamlDocument document = YamlDocument.parse("a.yaml", "a: " + text);
    assertEquals(value, document.root().map("a").required("a").real(-100, 100));
    document.check();
  }

  @ParameterizedTest
  @CsvSource({".inf", ".nan", "0x10", "1_000", "99999999999999999999", "~", "1e999"})
  void whatIsNoPlainNumberIsRefused(String text) {
    YamlDocument document = YamlDocument.parse("a.yaml", "a: " + text);
    document.root().map("a").required("a").real(-100, 100);
    assertThrows(ConfigException.class, document::check);
  }

  @Test
  void aNumberInQuotesIsRefusedSayingSo() {
    YamlDocument document = YamlDocument.parse("a.yaml", "a: '5'");
    document.root().map("a").required("a").integer(0, 9);
    assertEquals(
        "a.yaml:1: a: value '5': must be a whole number from 0 to 9 (it stands in quotes)",
        assertThrows(ConfigException.class, document::check).getMessage());
  }

  @Test
  void anOriginFindsTheLineOfTheClosestPlaceThatIsWritten() {
    YamlDocument document =
        YamlDocument.parse("a.yaml", "x: 1\nspace:\n  cells:\n    c: {ops: [a,\n      b]}\n");
    Origin origin = document.root().map("x", "space").required("space").origin();
    assertEquals(
        "a.yaml:5: space.cells.c.ops[1]: value 'b': no",
        origin.fault("cells.c.ops[1]", "b", "no").toString());
    assertEquals(
        "a.yaml:4: space.cells.c.nodes: no", origin.fault("cells.c.nodes", null, "no").toString());
  }

  @Test
  void whereSomethingWasWrittenMakesNoDifferenceToIt() {
    record Said(String what, Origin origin) {}
    Origin file = YamlDocument.parse("a.yaml", "x: 1\n").root().origin();
    assertEquals(new Said("x", file), new Said("x", Origin.named("Java")));
    assertEquals(file.hashCode(), Origin.named("Java").hashCode());
  }

  @Test
  void longValuesAreShortenedToOneLine() {
    Fault fault = new Fault("a", 1, "b", "x\n".repeat(100), "must be shorter");
    assertEquals(1, fault.toString().lines().count());
    assertTrue(fault.toString().length() < 100);
  }

  @Test
  void textIsKeptAsWritten() {
    byte[] bytes = "a: 007\nb: ünïcode\n".getBytes(StandardCharsets.UTF_8);
    YamlMap map =
        YamlDocument.parse("a.yaml", new String(bytes, StandardCharsets.UTF_8)).root().map();
    assertEquals("007", map.required("a").text());
    assertEquals("ünïcode", map.required("b").text());
  }

  @Test
  void wholeNumbersSpanAllOfLongAndNothingBeyond() {
    YamlDocument document =
        YamlDocument.parse(
            "a.yaml", "a: -9223372036854775808\nb: 9223372036854775807\nc: 9223372036854775808\n");
    YamlMap map = document.root().map("a", "b", "c");
    assertEquals(Long.MIN_VALUE, map.required("a").integer(Long.MIN_VALUE, Long.MAX_VALUE));
    assertEquals(Long.MAX_VALUE, map.required("b").integer(Long.MIN_VALUE, Long.MAX_VALUE));
    map.required("c").integer(Long.MIN_VALUE, Long.MAX_VALUE);
    ConfigException refused = assertThrows(ConfigException.class, document::check);
    assertEquals(List.of("c"), refused.faults().stream().map(Fault::path).toList());
  }
}
