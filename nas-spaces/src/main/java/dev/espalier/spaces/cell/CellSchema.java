package dev.espalier.spaces.cell;

import static dev.espalier.config.JsonSchema.anyOf;
import static dev.espalier.config.JsonSchema.flag;
import static dev.espalier.config.JsonSchema.integer;
import static dev.espalier.config.JsonSchema.list;
import static dev.espalier.config.JsonSchema.mapOf;
import static dev.espalier.config.JsonSchema.object;
import static dev.espalier.config.JsonSchema.oneOf;
import static dev.espalier.config.JsonSchema.properties;
import static dev.espalier.config.JsonSchema.text;

import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Role;
import dev.espalier.spaces.spec.SpecSchema;
import java.util.List;
import java.util.Map;

/** The JSON Schema of spaces of cells; see {@link CellSpaceYaml}. */
public final class CellSchema {
  private CellSchema() {}

  /** Of spaces that may name these operations. */
  public static Map<String, Object> of(OperationRegistry operations) {
    Map<String, Object> features = setting(StructureCheck.MOST_FEATURES);
    Map<String, Object> all = SpecSchema.head("cells");
    all.put("decisions", mapOf(SpecSchema.domain(0, CellSpaceYaml.MOST)));
    all.put(
        "stem",
        object(
            List.of("op"),
            properties(
                "op",
                oneOf(operations.ids(Role.STEM)),
                "channels",
                features,
                "stride",
                integer(1, 2))));
    all.put("widen", setting(StructureCheck.MOST_WIDENING));
    all.put("cells", mapOf(cell(oneOf(operations.ids(Role.CELL)))));
    all.put(
        "macro",
        list(
            object(
                List.of("cell"),
                properties(
                    "cell", text(),
                    "repeat", setting(0, StructureCheck.MOST_REPEATS),
                    "channels", features))));
    all.put(
        "head",
        object(List.of("op"), properties("op", oneOf(operations.ids(Role.HEAD)), "norm", flag())));
    return object(List.of("apiVersion", "name", "stem", "cells", "macro", "head"), all);
  }

  private static Map<String, Object> cell(Map<String, Object> operation) {
    return object(
        List.of(),
        properties(
            "like", text(),
            "inputs", integer(1, 2),
            "nodes", setting(StructureCheck.MOST_NODES),
            "edgesPerNode", anyOf(integer(1, StructureCheck.MOST_EDGES), oneOf(List.of("all"))),
            "mostEdges", integer(1, StructureCheck.MOST_FREE_EDGES),
            "merge", oneOf(Merge.ids()),
            "stride", integer(1, 2),
            "align", oneOf(Align.ids()),
            "share", flag(),
            "ops", list(operation)));
  }

  /** A number, what it is left open to, or the name of a decision. */
  private static Map<String, Object> setting(int least, int most) {
    return anyOf(
        integer(least, most), SpecSchema.domain(least, most), text("[A-Za-z][A-Za-z0-9_-]*"));
  }

  private static Map<String, Object> setting(int most) {
    return setting(1, most);
  }
}
