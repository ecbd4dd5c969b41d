package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network in JSON: the shape of its input, which is the node keyed {@code "input"}, and all other
 * nodes in an order in which inputs come first. The last is the output.
 */
final class NetworkSection {
  /**
   * Nodes besides the input: more than any network of use, few enough to hash the worst of them.
   */
  static final int MOST_NODES = 5_000;

  /** What all nodes read together, for the same reasons. */
  static final int MOST_INPUTS = 20_000;

  /** What one node puts out for an example; more than memory holds for a batch. */
  private static final long MOST_ELEMENTS = 100_000_000;

  /** More than one array of floats holds. */
  private static final long MOST_PARAMS = 500_000_000;

  private static final String LIVE = "live";

  private NetworkSection() {}

  /** The section as bound first: nodes stay JSON, so that each can have its own fault. */
  private record Bound(Shape input, List<JsonNode> nodes) {}

  /** One node; its inputs by key. */
  private record Entry(String key, Layer layer, List<String> inputs) {}

  static JsonNode write(Network network) {
    List<JsonNode> nodes = new ArrayList<>();
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      List<String> inputs = node.inputs().stream().map(id -> network.node(id).key()).toList();
      nodes.add(ArchitectureJson.MAPPER.valueToTree(new Entry(node.key(), node.layer(), inputs)));
    }
    ObjectNode section =
        ArchitectureJson.MAPPER.valueToTree(new Bound(network.inputShape(), nodes));
    section.set(LIVE, live(network));
    return section;
  }

  /** Keys of the nodes that compute something, the input apart; files of format 1.0 lack them. */
  private static JsonNode live(Network network) {
    ArrayNode keys = ArchitectureJson.MAPPER.createArrayNode();
    network.live().nodes().stream().skip(1).forEach(node -> keys.add(node.key()));
    return keys;
  }

  /** The network, or empty after adding a fault for all that does not fit. */
  static Optional<Network> read(JsonNode json, String pointer, JsonFaults faults) {
    JsonNode live = json.path(LIVE);
    Optional<Bound> bound = Binding.read(withoutLive(json), pointer, Bound.class, faults);
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    List<JsonNode> nodes = bound.get().nodes();
    if (nodes.size() > MOST_NODES) {
      faults.add(
          pointer + "/nodes",
          "holds %s nodes; at most %s are read".formatted(nodes.size(), MOST_NODES));
      return Optional.empty();
    }
    int inputs = nodes.stream().mapToInt(node -> node.path("inputs").size()).sum();
    if (inputs > MOST_INPUTS) {
      faults.add(
          pointer + "/nodes",
          "read %s inputs together; at most %s are read".formatted(inputs, MOST_INPUTS));
      return Optional.empty();
    }
    Assembly assembly = new Assembly(Network.builder(bound.get().input()), faults);
    for (int i = 0; i < nodes.size(); i++) {
      assembly.add(nodes.get(i), pointer + "/nodes/" + i);
    }
    Optional<Network> network = assembly.whole(pointer);
    network
        .filter(read -> !live.isMissingNode() && !live.equals(live(read)))
        .ifPresent(
            read ->
                faults.add(pointer + "/" + LIVE, "does not list the nodes that compute something"));
    return network;
  }

  private static JsonNode withoutLive(JsonNode json) {
    return json instanceof ObjectNode object && object.has(LIVE)
        ? object.deepCopy().without(LIVE)
        : json;
  }

  /** A network under construction. What reads a node that has a fault is passed over in silence. */
  private static final class Assembly {
    private final Network.Builder builder;
    private final JsonFaults faults;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private boolean complete = true;

    Assembly(Network.Builder builder, JsonFaults faults) {
      this.builder = builder;
      this.faults = faults;
      ids.put("input", 0);
    }

    void add(JsonNode json, String pointer) {
      if (!build(json, pointer)) {
        complete = false;
        faulty.add(json.path("key").asText());
      }
    }

    private boolean build(JsonNode json, String pointer) {
      Optional<Entry> bound = Binding.read(json, pointer, Entry.class, faults);
      if (bound.isEmpty()) {
        return false;
      }
      Entry entry = bound.get();
      List<Integer> inputs = new ArrayList<>();
      for (int i = 0; i < entry.inputs().size(); i++) {
        String input = entry.inputs().get(i);
        Integer id = ids.get(input);
        if (id != null) {
          inputs.add(id);
        } else if (!faulty.contains(input)) {
          faults.add(
              pointer + "/inputs/" + i,
              "'%s' is no key of a node before this one".formatted(input));
        }
      }
      if (inputs.size() < entry.inputs().size()) {
        return false;
      }
      try {
        int id = builder.add(entry.key(), entry.layer(), inputs);
        long elements = builder.shape(id).elements();
        if (elements > MOST_ELEMENTS) {
          faults.add(
              pointer,
              "puts out %s numbers; at most %s are read".formatted(elements, MOST_ELEMENTS));
          return false;
        }
        ids.put(entry.key(), id);
        return true;
      } catch (NetworkException cause) {
        faults.add(pointer, String.valueOf(cause.getMessage()));
        return false;
      }
    }

    Optional<Network> whole(String pointer) {
      if (!complete) {
        return Optional.empty();
      }
      Network network = builder.build();
      long params = network.declaredCost().params();
      if (params > MOST_PARAMS) {
        faults.add(
            pointer, "has %s parameters; at most %s are read".formatted(params, MOST_PARAMS));
        return Optional.empty();
      }
      try {
        network.live();
        return Optional.of(network);
      } catch (NetworkException cause) {
        faults.add(pointer, String.valueOf(cause.getMessage()));
        return Optional.empty();
      }
    }
  }
}
