package dev.espalier.eval.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/**
 * The configuration of a graph, read with care. Deeplearning4j's JSON names Java classes, which it
 * loads and initialises whatever they are; only those of Deeplearning4j's layers and of ours may be
 * named here. Sizes are bounded, so that no product of them overflows.
 */
final class ModelConfiguration {
  private static final ObjectMapper STRICT =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(100)
                      .maxStringLength(1 << 16)
                      .build())
              .build());

  /** Packages of classes that describe layers, and nothing else. */
  private static final List<String> PACKAGES =
      List.of(
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.impl.",
          "org.nd4j.linalg.learning.config.",
          "org.nd4j.linalg.learning.regularization.",
          "org.nd4j.linalg.lossfunctions.impl.",
          "org.nd4j.linalg.schedule.",
          "dev.espalier.onednn.layer.");

  private static final String SIMPLE_NAME = "[A-Za-z0-9.]+";

  /** A vocabulary of a million tokens is the largest that data may have. */
  private static final long LARGEST_SIZE = 1_500_000;

  /** Of kernels, strides and paddings. */
  private static final long LARGEST_OF_LIST = 1_000;

  private static final Set<String> COUNTERS = Set.of("seed", "iterationCount", "epochCount");

  private ModelConfiguration() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if it is none, names other classes than those of layers, or
   *     has sizes that no model has
   */
  static ComputationGraphConfiguration read(byte[] content) {
    JsonNode tree;
    try {
      tree = STRICT.readTree(content);
      require(tree, "");
      // What was checked is what is read, not the bytes that another parser may take otherwise.
      return read(STRICT.writeValueAsString(tree));
    } catch (JsonProcessingException | RuntimeException cause) {
      throw cause instanceof IllegalArgumentException own && own.getCause() == null
          ? own
          : new IllegalArgumentException(
              "the configuration cannot be read: " + firstLine(cause), cause);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // the bytes are there
    }
  }

  private static ComputationGraphConfiguration read(String json) {
    ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
    if (configuration.getNetworkInputs() == null || configuration.getVertices() == null) {
      throw new IllegalArgumentException("the configuration is not that of a graph");
    }
    return configuration;
  }

  /**
   * How many parameters a graph of this configuration has.
   *
   * @throws IllegalArgumentException if that is not to be told
   */
  static long parameters(ComputationGraphConfiguration configuration) {
    long sum = 0;
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      long own = vertex.getValue().numParams(true);
      if (own < 0) {
        throw new IllegalArgumentException(
            "layer %s has %s parameters".formatted(vertex.getKey(), own));
      }
      sum = Math.addExact(sum, own);
    }
    return sum;
  }

  private static void require(JsonNode node, String key) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (field.getKey().equals("@class")) {
          requireLayerClass(field.getValue().asText());
        }
        require(field.getValue(), field.getKey());
      }
    } else if (node.isArray()) {
      long largest = key.startsWith("topologicalOrder") ? LARGEST_SIZE : LARGEST_OF_LIST;
      for (JsonNode item : node) {
        if (item.isIntegralNumber()) {
          requireSize(item, key, largest);
        } else {
          require(item, key);
        }
      }
    } else if (node.isIntegralNumber() && !COUNTERS.contains(key)) {
      requireSize(node, key, LARGEST_SIZE);
    } else if (key.equals("dataType") && !node.asText().equals("FLOAT")) {
      throw new IllegalArgumentException(
          "the configuration has numbers of type %s; must be FLOAT".formatted(node.asText()));
    }
  }

  private static void requireSize(JsonNode number, String key, long largest) {
    if (!number.canConvertToLong() || Math.abs(number.longValue()) > largest) {
      throw new IllegalArgumentException(
          "the configuration has %s %s; must be at most %s"
              .formatted(key, number.asText(), largest));
    }
  }

  private static void requireLayerClass(String name) {
    if (!name.matches(SIMPLE_NAME) || PACKAGES.stream().noneMatch(name::startsWith)) {
      throw new IllegalArgumentException(
          "the configuration names the class %s; it may name classes of layers only, such as %sDense"
              .formatted(name.replaceAll("[^\\x20-\\x7e]", "?"), PACKAGES.get(0) + "layers."));
    }
  }

  private static String firstLine(Exception cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no further message");
  }
}
