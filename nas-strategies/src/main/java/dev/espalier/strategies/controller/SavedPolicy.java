package dev.espalier.strategies.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The parameters of a policy, and the options that they are for.
 *
 * @param kind of the policy
 * @param options a line a decision
 * @param parameters all of them
 */
record SavedPolicy(String kind, ImmutableList<String> options, ImmutableList<Double> parameters) {
  /** Stands for none: a policy begins as it is drawn. */
  static final SavedPolicy NONE = new SavedPolicy("", ImmutableList.of(), ImmutableList.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a policy. */
  static SavedPolicy of(Options options, Policy policy) {
    return new SavedPolicy(
        policy.kind(),
        lines(options),
        Arrays.stream(policy.parameters()).boxed().collect(ImmutableList.toImmutableList()));
  }

  private static ImmutableList<String> lines(Options options) {
    return IntStream.range(0, options.decisions())
        .mapToObj(
            d ->
                options.name(d)
                    + ": "
                    + String.join(
                        ", ",
                        IntStream.range(0, options.count(d))
                            .mapToObj(option -> options.describe(d, option))
                            .toList()))
        .collect(ImmutableList.toImmutableList());
  }

  /** As text. */
  String json() {
    try {
      return JSON.writeValueAsString(
          ImmutableMap.of("kind", kind, "options", options, "parameters", parameters));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Reads the file that a study keeps of its strategy.
   *
   * @throws IllegalArgumentException if it is not there, or is of another space
   */
  static SavedPolicy read(Path file, Options options) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "warmStart (%s) must be the policy.json of a study; there is no such file"
              .formatted(file));
    }
    JsonNode state;
    try {
      state = JSON.readTree(Files.readString(file)).path("state");
    } catch (IOException malformed) {
      throw new IllegalArgumentException(
          "warmStart (%s) must be the policy.json of a study: %s"
              .formatted(file, malformed.getMessage()),
          malformed);
    }
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    state.path("options").forEach(line -> lines.add(line.asText()));
    ImmutableList<String> given = lines.build();
    if (!given.equals(lines(options))) {
      throw new IllegalArgumentException(
          "warmStart (%s) is of decisions %s, the space has %s; must be of the same space"
              .formatted(file, given, lines(options)));
    }
    ImmutableList.Builder<Double> parameters = ImmutableList.builder();
    state.path("parameters").forEach(number -> parameters.add(number.asDouble()));
    return new SavedPolicy(state.path("kind").asText(), given, parameters.build());
  }

  /**
   * Makes a policy begin with these.
   *
   * @throws IllegalArgumentException if it is of another kind or size
   */
  Policy on(Policy policy) {
    if (equals(NONE)) {
      return policy;
    }
    if (!kind.equals(policy.kind()) || policy.parameters().length != parameters.size()) {
      throw new IllegalArgumentException(
          "warmStart is of a policy %s with %s parameters, must be %s with %s"
              .formatted(kind, parameters.size(), policy.kind(), policy.parameters().length));
    }
    policy.restore(parameters.stream().mapToDouble(number -> number).toArray());
    return policy;
  }
}
