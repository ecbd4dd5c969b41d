package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.space.Domain;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.spec.DataBinding;
import dev.espalier.spaces.spec.SpecYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the description of a cell space from YAML.
 *
 * <pre>
 * apiVersion: nas-space/v1
 * name: fashion-cells
 * input: {type: image, height: 28, width: 28, channels: 1}   # may come from the data
 * classes: 10                                                # may come from the data; outputs: 1
 * decisions: {channels: {choice: [8, 16, 24]}}
 * stem: {op: conv_bn_relu_3x3}                               # channels: 16, if not a decision
 * widen: 2                                                   # features double at each reduction
 * cells:
 *   normal: {inputs: 1, nodes: {int: [2, 4]}, edgesPerNode: 2, merge: concat, ops: [skip, conv_3x3]}
 *   reduce: {like: normal, stride: 2}
 * macro: [{cell: normal, repeat: {int: [1, 3]}}, {cell: reduce}, {cell: normal}]
 * head: {op: global_avg_pool}                                # norm: false, for none before it
 * </pre>
 *
 * <p>A whole number of the space is given as such, as a range or choice, or as the name of a
 * decision.
 */
public final class CellSpaceYaml {
  static final int MOST = 1 << 16;

  private final OperationRegistry operations;

  /** Knows these operations. */
  public CellSpaceYaml(OperationRegistry operations) {
    this.operations = operations;
  }

  /**
   * Reads text.
   *
   * @param name what messages call it, such as a file name
   * @throws ConfigException with all mistakes
   */
  public CellSpaceSpec parse(String name, String text) {
    YamlDocument document = YamlDocument.parse(name, text);
    CellSpaceSpec spec = read(document.root());
    document.check();
    return spec;
  }

  /**
   * Reads a part of a document and notes the mistakes in it, for the caller to {@link
   * YamlDocument#check}; the result is of use only if there are none.
   */
  public CellSpaceSpec read(YamlNode node) {
    YamlMap map =
        node.map(
            "apiVersion",
            "name",
            "family", // cells, or left out
            "input",
            "classes",
            "outputs",
            "decisions",
            "stem",
            "widen",
            "cells",
            "macro",
            "head");
    map.required("apiVersion").oneOf(List.of(SpecYaml.API_VERSION));
    String name = map.required("name").text();
    YamlMap stem = map.required("stem").map("op", "channels", "stride");
    YamlMap head = map.required("head").map("op", "norm");
    DataBinding data = SpecYaml.data(map, node);
    CellSpaceSpec spec =
        new CellSpaceSpec(
            name.isEmpty() ? "unnamed" : name,
            data.input(),
            data.outputs(),
            decisions(map.optional("decisions")),
            stem.required("op").text(),
            stem.optional("channels")
                .map(value -> setting(value, StructureCheck.MOST_FEATURES))
                .orElse(Setting.decision("channels")),
            stem.optional("stride").map(value -> value.integer(1, 2)).orElse(1),
            map.optional("widen")
                .map(value -> setting(value, StructureCheck.MOST_WIDENING))
                .orElse(Setting.of(2)),
            cells(map.required("cells")),
            stages(map.required("macro")),
            head.required("op").text(),
            head.optional("norm").map(YamlNode::bool).orElse(true),
            node.origin());
    new StructureCheck(spec, node.document().faults()).run();
    new OperationCheck(spec, operations, node.document().faults()).run();
    return spec;
  }

  private static ImmutableMap<String, Domain> decisions(Optional<YamlNode> node) {
    ImmutableMap.Builder<String, Domain> decisions = ImmutableMap.builder();
    node.map(YamlNode::map)
        .ifPresent(
            map ->
                map.entries()
                    .forEach(
                        (name, value) -> decisions.put(name, SpecYaml.numbers(value, 0, MOST))));
    return decisions.buildOrThrow();
  }

  /** A number, the name of a decision, or a domain of its own. */
  private static Setting setting(YamlNode node, int most) {
    return setting(node, 1, most);
  }

  private static Setting setting(YamlNode node, int least, int most) {
    if (node.isMap()) {
      return Setting.open(SpecYaml.numbers(node, least, most));
    }
    if (node.isInteger()) {
      return Setting.of(node.integer(least, most));
    }
    return Setting.decision(
        node.text(
            "[A-Za-z][A-Za-z0-9_-]*",
            "a whole number, {int: [low, high]}, {choice: [...]} or the name of a decision"));
  }

  private static ImmutableMap<String, CellSpec> cells(YamlNode node) {
    Map<String, CellSpec> cells = new LinkedHashMap<>();
    node.map().entries().forEach((name, value) -> cells.put(name, cell(value, cells)));
    return ImmutableMap.copyOf(cells);
  }

  private static CellSpec cell(YamlNode node, Map<String, CellSpec> before) {
    YamlMap map =
        node.map(
            "like",
            "inputs",
            "nodes",
            "edgesPerNode",
            "mostEdges",
            "merge",
            "stride",
            "align",
            "share",
            "ops");
    CellSpec.Builder cell = new CellSpec.Builder(ImmutableMap.copyOf(before));
    Optional<YamlNode> like = map.optional("like");
    like.ifPresent(
        other -> {
          cell.like(other.text());
          cell.unknown().ifPresent(unknown -> other.fault(cell.remedy()));
        });
    map.optional("inputs").ifPresent(value -> cell.inputs(value.integer(1, 2)));
    wiring(map).ifPresent(cell::wiring);
    map.optional("stride").ifPresent(value -> cell.stride(value.integer(1, 2)));
    map.optional("merge").ifPresent(value -> cell.merge(Merge.of(value.oneOf(Merge.ids()))));
    map.optional("align").ifPresent(value -> cell.align(Align.of(value.oneOf(Align.ids()))));
    map.optional("share").ifPresent(value -> cell.share(value.bool()));
    given(map, "nodes", like)
        .ifPresent(value -> cell.nodes(setting(value, StructureCheck.MOST_NODES)));
    given(map, "ops", like)
        .ifPresent(value -> cell.ops(value.list().stream().map(YamlNode::text).toList()));
    return cell.build();
  }

  private static Optional<Wiring> wiring(YamlMap map) {
    Optional<YamlNode> perNode = map.optional("edgesPerNode");
    Optional<YamlNode> most = map.optional("mostEdges");
    if (perNode.isPresent() && most.isPresent()) {
      most.get().fault("cannot stand beside edgesPerNode; keep one of them");
    }
    return most.map(value -> Wiring.free(value.integer(1, StructureCheck.MOST_FREE_EDGES)))
        .or(() -> perNode.map(CellSpaceYaml::edgesPerNode));
  }

  private static Wiring edgesPerNode(YamlNode node) {
    if (node.isInteger()) {
      return Wiring.perNode(node.integer(1, StructureCheck.MOST_EDGES));
    }
    node.text("all", "a whole number from 1 to %s, or all".formatted(StructureCheck.MOST_EDGES));
    return Wiring.all();
  }

  /** A key that must be there unless the cell takes it over from another. */
  private static Optional<YamlNode> given(YamlMap map, String key, Optional<YamlNode> like) {
    return like.isPresent() ? map.optional(key) : Optional.of(map.required(key));
  }

  private static ImmutableList<Stage> stages(YamlNode node) {
    return node.list().stream()
        .map(
            item -> {
              YamlMap map = item.map("cell", "repeat", "channels");
              return new Stage(
                  map.required("cell").text(),
                  map.optional("repeat")
                      .map(value -> setting(value, 0, StructureCheck.MOST_REPEATS))
                      .orElse(Setting.of(1)),
                  map.optional("channels")
                      .map(value -> setting(value, StructureCheck.MOST_FEATURES)));
            })
        .collect(ImmutableList.toImmutableList());
  }
}
