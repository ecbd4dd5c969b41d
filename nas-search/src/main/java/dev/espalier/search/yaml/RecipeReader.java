package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.Optimizer;
import dev.espalier.evaluate.Recipe;
import dev.espalier.evaluate.Schedule;
import dev.espalier.spaces.config.YamlMap;
import dev.espalier.spaces.config.YamlNode;
import java.util.List;
import java.util.Set;

/** Reads the {@code training:} block. */
final class RecipeReader {
  private static final double ABOVE_ZERO = 1e-12;
  private static final double BELOW_ONE = Math.nextDown(1.0);
  private static final double LARGEST = 1e6;

  private final YamlMap map;

  private RecipeReader(YamlNode node) {
    map =
        node.map(
            "optimizer",
            "momentum",
            "beta1",
            "beta2",
            "epsilon",
            "learningRate",
            "schedule",
            "drops",
            "decay",
            "warmupFraction",
            "batchSize",
            "l1",
            "l2",
            "dropout",
            "labelSmoothing",
            "gradientClip",
            "balanceClasses",
            "augment");
  }

  /** What the block sets, on top of {@code defaults}. */
  static Recipe read(YamlNode node, Recipe defaults) {
    return new RecipeReader(node).recipe(defaults);
  }

  private Recipe recipe(Recipe defaults) {
    Recipe.Builder recipe = defaults.toBuilder();
    readOptimizer(recipe);
    readSchedule(recipe);
    recipe.learningRate(real("learningRate", ABOVE_ZERO, LARGEST, defaults.learningRate()));
    recipe.warmupFraction(real("warmupFraction", 0, BELOW_ONE, defaults.warmupFraction()));
    map.optional("batchSize").ifPresent(node -> recipe.batchSize(node.integer(1, 65_536)));
    recipe.l1(real("l1", 0, LARGEST, defaults.l1()));
    recipe.l2(real("l2", 0, LARGEST, defaults.l2()));
    recipe.dropout(real("dropout", 0, BELOW_ONE, defaults.dropout()));
    recipe.labelSmoothing(real("labelSmoothing", 0, BELOW_ONE, defaults.labelSmoothing()));
    recipe.gradientClip(real("gradientClip", 0, LARGEST, defaults.gradientClip()));
    map.optional("balanceClasses").ifPresent(node -> recipe.balanceClasses(node.bool()));
    map.optional("augment").ifPresent(node -> recipe.augment(AugmentYaml.read(node)));
    return recipe.build();
  }

  private void readOptimizer(Recipe.Builder recipe) {
    String type =
        map.optional("optimizer")
            .map(node -> node.oneOf(List.of("nesterov", "sgd", "adam")))
            .orElse("nesterov");
    switch (type) {
      case "sgd" -> recipe.optimizer(new Optimizer.Sgd());
      case "adam" ->
          recipe.optimizer(
              new Optimizer.Adam(
                  real("beta1", 0, BELOW_ONE, 0.9),
                  real("beta2", 0, BELOW_ONE, 0.999),
                  real("epsilon", ABOVE_ZERO, 1, 1e-8)));
      default -> recipe.optimizer(new Optimizer.Nesterov(real("momentum", 0, BELOW_ONE, 0.9)));
    }
    belongs("momentum", "optimizer", type, Set.of("nesterov"));
    for (String key : List.of("beta1", "beta2", "epsilon")) {
      belongs(key, "optimizer", type, Set.of("adam"));
    }
  }

  private void readSchedule(Recipe.Builder recipe) {
    String type =
        map.optional("schedule")
            .map(node -> node.oneOf(List.of("cosine", "constant", "step", "exponential")))
            .orElse("cosine");
    switch (type) {
      case "constant" -> recipe.schedule(new Schedule.Constant());
      case "step" ->
          recipe.schedule(
              new Schedule.Step(
                  map.optional("drops").map(node -> node.integer(1, 1000)).orElse(2), decay(0.1)));
      case "exponential" -> recipe.schedule(new Schedule.Exponential(decay(0.01)));
      default -> recipe.schedule(new Schedule.Cosine());
    }
    belongs("drops", "schedule", type, Set.of("step"));
    belongs("decay", "schedule", type, ImmutableSet.of("step", "exponential"));
  }

  private double decay(double otherwise) {
    return real("decay", ABOVE_ZERO, BELOW_ONE, otherwise);
  }

  private double real(String key, double low, double high, double otherwise) {
    return map.optional(key).map(node -> node.real(low, high)).orElse(otherwise);
  }

  private void belongs(String key, String owner, String type, Set<String> owners) {
    if (!owners.contains(type)) {
      map.optional(key)
          .ifPresent(
              node ->
                  node.fault(
                      "belongs to %s %s; the %s is %s"
                          .formatted(owner, String.join(" or ", owners), owner, type)));
    }
  }
}
