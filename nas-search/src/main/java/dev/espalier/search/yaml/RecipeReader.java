package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.recipe.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the {@code training:} block, in which any value may be left open to the search. */
final class RecipeReader {
  static final String OPTIMIZER = "optimizer";
  static final String SCHEDULE = "schedule";
  static final String AUGMENT = "augment";

  private final YamlNode block;
  private final YamlMap map;

  private RecipeReader(YamlNode node, List<String> others) {
    block = node;
    map =
        node.map(
            Stream.of(
                    Stream.of(OPTIMIZER, SCHEDULE, AUGMENT),
                    Arrays.stream(RecipeSetting.values()).map(RecipeSetting::key),
                    others.stream())
                .flatMap(keys -> keys)
                .toArray(String[]::new));
  }

  /**
   * What the block sets or leaves open, on top of {@code defaults}.
   *
   * @param others keys that may stand in the block and are read by somebody else
   */
  static RecipeSpace read(YamlNode node, Recipe defaults, List<String> others) {
    return new RecipeReader(node, others).recipes(defaults);
  }

  private RecipeSpace recipes(Recipe defaults) {
    List<String> optimizers = choice(OPTIMIZER, Optimizer.names());
    List<String> schedules = choice(SCHEDULE, Schedule.names());
    Recipe.Builder fixed = defaults.toBuilder();
    fixed
        .learningRate(real(RecipeSetting.LEARNING_RATE, defaults.learningRate()))
        .warmupFraction(real(RecipeSetting.WARMUP_FRACTION, defaults.warmupFraction()))
        .batchSize(whole(RecipeSetting.BATCH_SIZE, defaults.batchSize()))
        .l1(real(RecipeSetting.L1, defaults.l1()))
        .l2(real(RecipeSetting.L2, defaults.l2()))
        .dropout(real(RecipeSetting.DROPOUT, defaults.dropout()))
        .labelSmoothing(real(RecipeSetting.LABEL_SMOOTHING, defaults.labelSmoothing()))
        .gradientClip(real(RecipeSetting.GRADIENT_CLIP, defaults.gradientClip()));
    given(RecipeSetting.BALANCE_CLASSES).ifPresent(node -> fixed.balanceClasses(node.bool()));
    given(RecipeSetting.TBPTT).ifPresent(node -> fixed.tbptt(node.bool()));
    RecipeSpace.Builder recipes =
        RecipeSpace.builder(fixed.build())
            .optimizers(optimizers.stream().map(this::optimizer).toArray(Optimizer[]::new))
            .schedules(schedules.stream().map(this::schedule).toArray(Schedule[]::new));
    map.optional(AUGMENT).ifPresent(node -> readAugment(node, recipes));
    for (RecipeSetting setting : RecipeSetting.values()) {
      map.optional(setting.key())
          .filter(YamlNode::isMap)
          .ifPresent(
              node ->
                  DomainYaml.read(node, setting)
                      .ifPresent(domain -> recipes.search(setting, domain)));
      if (setting.isOfSchedule()) {
        belongs(setting, SCHEDULE, schedules);
      } else {
        belongs(setting, OPTIMIZER, optimizers);
      }
    }
    return block.document().faults().touch(block.path())
        ? RecipeSpace.fixed(defaults) // harmless: what was meant is not known
        : recipes.build();
  }

  /** A name, or {@code {choice: [...]}} of names; the default is the first of those known. */
  private List<String> choice(String key, ImmutableList<String> known) {
    Optional<YamlNode> node = map.optional(key);
    if (node.isEmpty()) {
      return known.subList(0, 1);
    }
    return node.get().isMap()
        ? DomainYaml.names(node.get(), known)
        : ImmutableList.of(node.get().oneOf(known));
  }

  private Optimizer optimizer(String name) {
    return switch (name) {
      case "sgd" -> new Optimizer.Sgd();
      case "adam" -> {
        Optimizer.Adam usual = Optimizer.Adam.standard();
        yield new Optimizer.Adam(
            real(RecipeSetting.BETA1, usual.beta1()),
            real(RecipeSetting.BETA2, usual.beta2()),
            real(RecipeSetting.EPSILON, usual.epsilon()));
      }
      default ->
          new Optimizer.Nesterov(
              real(RecipeSetting.MOMENTUM, Optimizer.Nesterov.standard().momentum()));
    };
  }

  private Schedule schedule(String name) {
    return switch (name) {
      case "constant" -> new Schedule.Constant();
      case "step" -> {
        Schedule.Step usual = Schedule.Step.standard();
        yield new Schedule.Step(
            whole(RecipeSetting.DROPS, usual.drops()), real(RecipeSetting.DECAY, usual.decay()));
      }
      case "exponential" ->
          new Schedule.Exponential(
              real(RecipeSetting.DECAY, Schedule.Exponential.standard().decay()));
      default -> new Schedule.Cosine();
    };
  }

  /** A list, or {@code {subset: [...], size: [least, most]}}; without a size, any number. */
  private static void readAugment(YamlNode node, RecipeSpace.Builder recipes) {
    if (!node.isMap()) {
      Augmentation[] all = AugmentYaml.read(node).toArray(Augmentation[]::new);
      recipes.augment(all.length, all.length, all);
      return;
    }
    YamlMap subset = node.map("subset", "size");
    Augmentation[] items = AugmentYaml.read(subset.required("subset")).toArray(Augmentation[]::new);
    int least = 0;
    int most = items.length;
    if (subset.optional("size").isPresent()) {
      YamlNode size = subset.required("size");
      ImmutableList<YamlNode> bounds = size.list();
      if (bounds.size() == 2) {
        least = bounds.get(0).integer(0, items.length);
        most = bounds.get(1).integer(least, items.length);
      } else if (size.isList()) {
        size.fault("must hold two whole numbers: [least, most]");
      }
    }
    recipes.augment(least, most, items);
  }

  /** What stands for a setting, unless it is left open. */
  private Optional<YamlNode> given(RecipeSetting setting) {
    return map.optional(setting.key()).filter(node -> !node.isMap());
  }

  private double real(RecipeSetting setting, double otherwise) {
    return given(setting).map(node -> node.real(setting.least(), setting.most())).orElse(otherwise);
  }

  private int whole(RecipeSetting setting, int otherwise) {
    return given(setting)
        .map(node -> node.integer((int) setting.least(), (int) setting.most()))
        .orElse(otherwise);
  }

  private void belongs(RecipeSetting setting, String key, List<String> possible) {
    if (setting.owners().isEmpty() || possible.stream().anyMatch(setting.owners()::contains)) {
      return;
    }
    map.optional(setting.key())
        .ifPresent(
            node ->
                node.fault(
                    "belongs to %s %s; the %s is %s"
                        .formatted(
                            key,
                            String.join(" or ", setting.owners()),
                            key,
                            String.join(" or ", possible))));
  }
}
