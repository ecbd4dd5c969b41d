package dev.espalier.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlOverrideTest {
  private static final String TEXT = "budget: {trials: 5}\nlist: [1, 2]\n";

  private static YamlDocument with(String path, String value) {
    return YamlDocument.parse("a.yaml", TEXT).with(Map.of(path, value));
  }

  @Test
  void aValueThatIsThereIsReplaced() {
    YamlMap budget = with("budget.trials", "7").root().map().required("budget").map("trials");
    assertEquals(7, budget.required("trials").integer(1, 10));
  }

  @Test
  void mapsOnTheWayAreMade() {
    YamlMap root = with("study.name", "x").root().map();
    assertEquals("x", root.required("study").map("name").required("name").text());
  }

  @Test
  void aWrongValueIsAFaultAtItsPath() {
    YamlDocument document = with("budget.trials", "none");
    document.root().map().required("budget").map("trials").required("trials").integer(1, 10);
    ConfigException thrown = assertThrows(ConfigException.class, document::check);
    assertEquals(
        "--set: budget.trials: value 'none': must be a whole number from 1 to 10",
        thrown.getMessage());
  }

  @Test
  void aMistakeThatShowsLaterIsAFaultOfWhoSetTheValue() {
    Origin origin = with("budget.trials", "7").root().origin();
    assertEquals("--set: budget.trials: no", origin.fault("budget.trials", null, "no").toString());
    assertEquals("a.yaml:2: list[1]: no", origin.fault("list[1]", null, "no").toString());
  }

  @Test
  void anItemOfAListCannotBeSet() {
    ConfigException thrown = assertThrows(ConfigException.class, () -> with("list.0", "3").check());
    assertTrue(thrown.faults().get(0).toString().startsWith("--set: list.0"));
  }

  @Test
  void anUnfinishedValueIsRefused() {
    assertThrows(ConfigException.class, () -> with("budget", "{trials: ").check());
  }
}
