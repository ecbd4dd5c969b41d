package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What layers mean beyond their parameters, spelled out for readers in other languages. These are
 * constants of the format, not settings: a file that states others cannot be read here.
 */
final class Conventions {
  private Conventions() {}

  /** The section. */
  static JsonNode json() {
    ObjectNode root = ArchitectureJson.MAPPER.createObjectNode();
    root.putObject("batchNorm")
        .put("epsilon", 1e-5)
        .put("momentum", 0.1)
        .put(
            "running",
            "(1 - momentum) * running + momentum * batch, of the biased variance; momentum as in PyTorch");
    root.putObject("layerNorm").put("epsilon", 1e-5);
    root.put(
        "samePadding",
        "output = ceil(input / stride); total = max(0, (output - 1) * stride + (kernel - 1) * dilation + 1 - input); floor(total / 2) before, the rest after");
    root.put("flatten", "channels, height, width, the last the fastest");
    root.put("gelu", "x * sigmoid(1.702 * x)");
    root.put(
        "zero",
        "a node that reads nothing but zeros, through any layer, is zero itself, whatever its bias would be; add leaves zeros out, concat keeps them");
    return root;
  }

  /** Notes a fault where a file states other conventions. */
  static void check(JsonNode stated, JsonFaults faults) {
    if (!stated.equals(ArchitectureJson.MAPPER.valueToTree(json()))) {
      faults.add(
          "/conventions", "are not those of format %s".formatted(ArchitectureFile.FORMAT_VERSION));
    }
  }
}
