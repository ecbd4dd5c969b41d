package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All copies of a JSON tree with one value replaced, or one property left out or added. */
final class Mutations {
  private static final ImmutableList<JsonNode> REPLACEMENTS =
      ImmutableList.of(
              "null",
              "true",
              "-1",
              "0",
              "2.5",
              "99999999999",
              "1e400",
              "\"\"",
              "\"x\"",
              "[]",
              "[null]",
              "{}",
              "{\"type\":\"x\"}")
          .stream()
          .map(Examples::json)
          .collect(ImmutableList.toImmutableList());

  private Mutations() {}

  static List<JsonNode> of(JsonNode root) {
    List<JsonNode> mutants = new ArrayList<>();
    alter(root, root, mutants);
    return mutants;
  }

  /** Changes the tree in place, notes a copy, and changes it back. */
  private static void alter(JsonNode root, JsonNode parent, List<JsonNode> mutants) {
    if (parent instanceof ObjectNode object) {
      object.put("surprise", 1);
      mutants.add(root.deepCopy());
      object.remove("surprise");
      for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
        String name = entry.getKey();
        JsonNode value = entry.getValue();
        replace(root, replacement -> object.set(name, replacement), mutants);
        object.remove(name);
        mutants.add(root.deepCopy());
        object.set(name, value);
        alter(root, value, mutants);
      }
    } else if (parent instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        JsonNode value = array.get(i);
        replace(root, replacement -> array.set(index, replacement), mutants);
        array.set(i, value);
        alter(root, value, mutants);
      }
    }
  }

  private static void replace(JsonNode root, Consumer<JsonNode> setter, List<JsonNode> mutants) {
    for (JsonNode replacement : REPLACEMENTS) {
      setter.accept(replacement);
      mutants.add(root.deepCopy());
    }
  }
}
