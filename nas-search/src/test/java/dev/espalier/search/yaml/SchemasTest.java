package dev.espalier.search.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.Resources;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.objective.Task;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.spaces.preset.Presets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The schemas say what the readers do. */
class SchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema EXPERIMENT = schema(Schemas.experiment());
  private static final Schema SPACE = schema(Schemas.space());
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  private static Schema schema(String text) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(tree(text));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException cause) {
      throw new AssertionError(cause);
    }
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(plain(new Yaml().load(text)));
  }

  /** SnakeYAML is of YAML 1.1, to which 1e-4 is a text. */
  private static @Nullable Object plain(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, value) -> plain.put(key, plain(value)));
      return plain;
    }
    if (node instanceof List<?> list) {
      return list.stream().map(SchemasTest::plain).toList();
    }
    return node instanceof String text && text.matches("[-+]?\\d+(\\.\\d*)?[eE][-+]?\\d+")
        ? (Object) Double.valueOf(text)
        : node;
  }

  private static boolean isRead(String yaml) {
    try {
      ExperimentReader.readWithoutData(YamlDocument.parse("experiment.yaml", yaml), FOLDER);
      return true;
    } catch (ConfigException refused) {
      return false;
    }
  }

  private static List<String> shipped() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("../experiments"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    texts.add(Files.readString(Path.of("../examples/overnight/night.yaml")));
    texts.add(
        Resources.toString(
            Resources.getResource(ExperimentFiles.class, "default-experiment.yaml"),
            StandardCharsets.UTF_8));
    return texts;
  }

  @Test
  void shippedExperimentsConform() throws IOException {
    List<String> texts = shipped();
    assertTrue(texts.size() > 8, "only " + texts.size());
    for (String text : texts) {
      assertEquals(List.of(), EXPERIMENT.validate(yaml(text)), text);
    }
  }

  @Test
  void presetsConform() {
    for (String name : Presets.names()) {
      assertEquals(List.of(), SPACE.validate(yaml(Presets.yaml(name))), name);
      assertEquals(
          List.of(), SPACE.validate(yaml(Presets.get(name).toYaml())), name + " as written");
    }
  }

  /** Whatever can be said of an experiment in Java, as it is written. */
  @Test
  void experimentsOfAllKindsConform() {
    RandomExperiments experiments = new RandomExperiments(14);
    for (int i = 0; i < 300; i++) {
      for (Task task : Task.values()) {
        Experiment experiment = experiments.next(task);
        String text = ExperimentWriter.write(experiment, task, experiment.objectives());
        assertEquals(List.of(), EXPERIMENT.validate(yaml(text)), text);
      }
    }
  }

  /** What the reader takes, an editor must not mark. */
  @Test
  void whatIsReadConforms() throws IOException {
    int read = 0;
    List<String> texts = shipped();
    MutatedYaml mutations = new MutatedYaml(20_261_129);
    for (int i = 0; i < 3_000; i++) {
      String mutated = mutations.of(texts.get(i % texts.size()), texts);
      if (isRead(mutated)) {
        read++;
        assertEquals(List.of(), EXPERIMENT.validate(yaml(mutated)), mutated);
      }
    }
    assertTrue(read > 100, read + " were read");
  }

  /** At each place where the schema names keys, the reader knows all of them and no other. */
  @Test
  void unknownKeysAreRefusedByBoth() throws IOException {
    for (String text : shipped()) {
      Map<String, Object> root = new Yaml().load(text);
      List<Map<String, Object>> maps = new ArrayList<>();
      collect(root, maps);
      for (Map<String, Object> map : maps) {
        map.put("bogus", 1);
        String changed = new Yaml().dump(root);
        assertFalse(isRead(changed), changed);
        assertFalse(EXPERIMENT.validate(yaml(changed)).isEmpty(), changed);
        map.remove("bogus");
      }
    }
  }

  /** All maps of a document but for those whose keys are names that the file makes up. */
  private static void collect(Object node, List<Map<String, Object>> maps) {
    if (node instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<String, Object> typed = (Map<String, Object>) map;
      maps.add(typed);
      map.forEach(
          (key, value) -> {
            if (!key.equals("decisions") && !key.equals("cells")) {
              collect(value, maps);
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(each -> collect(each, maps));
    }
  }

  @Test
  void everyKeyOfTheSchemaIsKnownToTheReader() {
    JsonNode sections = tree(Schemas.experiment()).get("anyOf").get(0).get("properties");
    sections
        .fieldNames()
        .forEachRemaining(
            section ->
                sections
                    .get(section)
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(key -> assertKnown(section, key)));
  }

  @Test
  void everyKeyOfTheBriefFormIsKnownToTheReader() {
    tree(Schemas.experiment())
        .get("anyOf")
        .get(1)
        .get("properties")
        .fieldNames()
        .forEachRemaining(
            key -> {
              String text = "{path: data, %s: {}}".formatted(key);
              if (!key.equals("path")) {
                assertFalse(unknown(text, key));
              }
            });
  }

  private static boolean unknown(String text, String path) {
    try {
      ExperimentReader.readWithoutData(YamlDocument.parse("experiment.yaml", text), FOLDER);
      return false;
    } catch (ConfigException refused) {
      return refused.faults().stream()
          .anyMatch(fault -> fault.path().equals(path) && fault.remedy().contains("unknown key"));
    }
  }

  private static void assertKnown(String section, String key) {
    String text = "{apiVersion: nas/v1, %s: {%s: 1}}".formatted(section, key);
    assertFalse(unknown(text, section + "." + key), text);
  }

  @Test
  void wrongValuesAreMarked() {
    for (String wrong :
        List.of(
            "study: {name: a b}",
            "strategy: {type: genetics}",
            "strategy: {type: genetic, populationSize: 0}",
            "evaluator: {fidelity: {epochs: 0}}",
            "evaluator: {training: {learningRate: {float: [0.1]}}}",
            "evaluator: {training: {augment: [flop]}}",
            "execution: {trialMemory: 2 GB}",
            "space: {preset: cnn-cell}",
            "space: {preset: cnn-cells, colour: 1}",
            "budget: {trials: -1}")) {
      Map<String, Object> good =
          new Yaml()
              .load(
                  "{apiVersion: nas/v1, study: {name: a}, dataset: {name: digits}, space: {preset: cnn-cells}}");
      assertEquals(List.of(), EXPERIMENT.validate(JSON.valueToTree(good)));
      good.putAll(new Yaml().<Map<String, Object>>load(wrong));
      assertFalse(EXPERIMENT.validate(JSON.valueToTree(good)).isEmpty(), wrong);
      assertFalse(isRead(new Yaml().dump(good)), wrong);
    }
  }

  @Test
  void theSchemaOfArchitecturesIsOne() {
    assertEquals("object", tree(Schemas.architecture()).get("type").asText());
  }
}
