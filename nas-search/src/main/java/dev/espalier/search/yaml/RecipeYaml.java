package dev.espalier.search.yaml;

import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.recipe.Schedule;
import dev.espalier.space.Domain;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Writes the {@code training:} block, as {@link RecipeReader} takes it. */
final class RecipeYaml {
  private final RecipeSpace recipes;
  private final Map<String, Object> block = new LinkedHashMap<>();
  private final Set<Double> decays = new HashSet<>();

  private RecipeYaml(RecipeSpace recipes) {
    this.recipes = recipes;
  }

  /** Every value, fixed or left open. */
  static Map<String, Object> write(RecipeSpace recipes) {
    return new RecipeYaml(recipes).block();
  }

  private Map<String, Object> block() {
    Recipe base = recipes.base();
    block.put("optimizer", choice(recipes.optimizers(), Optimizer::name));
    recipes.optimizers().forEach(optimizer -> optimizer.accept(new OptimizerSettings()));
    put(RecipeSetting.LEARNING_RATE, base.learningRate());
    block.put("schedule", choice(recipes.schedules(), Schedule::name));
    recipes.schedules().forEach(schedule -> schedule.accept(new ScheduleSettings()));
    if (decays.size() > 1) {
      block.remove(RecipeSetting.DECAY.key()); // each schedule has its usual one
    }
    put(RecipeSetting.WARMUP_FRACTION, base.warmupFraction());
    put(RecipeSetting.BATCH_SIZE, base.batchSize());
    put(RecipeSetting.L1, base.l1());
    put(RecipeSetting.L2, base.l2());
    put(RecipeSetting.DROPOUT, base.dropout());
    put(RecipeSetting.LABEL_SMOOTHING, base.labelSmoothing());
    put(RecipeSetting.GRADIENT_CLIP, base.gradientClip());
    put(RecipeSetting.BALANCE_CLASSES, base.balanceClasses());
    put(RecipeSetting.TBPTT, base.tbptt());
    block.put("augment", augment());
    return block;
  }

  private static <T> Object choice(List<T> choices, Function<T, String> name) {
    List<String> names = choices.stream().map(name).toList();
    return names.size() == 1 ? names.get(0) : Map.of("choice", names);
  }

  private void put(RecipeSetting setting, Object fixed) {
    Domain domain = recipes.searched().get(setting);
    block.put(setting.key(), domain == null ? fixed : DomainYaml.write(domain, setting));
  }

  private void putDecay(double decay) {
    decays.add(decay);
    put(RecipeSetting.DECAY, decay);
  }

  private Object augment() {
    List<Object> items = AugmentYaml.write(recipes.augmentations());
    if (!recipes.searchesAugmentations()) {
      return items;
    }
    Map<String, Object> subset = new LinkedHashMap<>();
    subset.put("subset", items);
    subset.put("size", List.of(recipes.fewest(), recipes.most()));
    return subset;
  }

  private final class OptimizerSettings implements Optimizer.Visitor<Optimizer> {
    @Override
    public Optimizer sgd(Optimizer.Sgd rule) {
      return rule;
    }

    @Override
    public Optimizer nesterov(Optimizer.Nesterov rule) {
      put(RecipeSetting.MOMENTUM, rule.momentum());
      return rule;
    }

    @Override
    public Optimizer adam(Optimizer.Adam rule) {
      put(RecipeSetting.BETA1, rule.beta1());
      put(RecipeSetting.BETA2, rule.beta2());
      put(RecipeSetting.EPSILON, rule.epsilon());
      return rule;
    }
  }

  private final class ScheduleSettings implements Schedule.Visitor<Schedule> {
    @Override
    public Schedule constant(Schedule.Constant schedule) {
      return schedule;
    }

    @Override
    public Schedule cosine(Schedule.Cosine schedule) {
      return schedule;
    }

    @Override
    public Schedule step(Schedule.Step schedule) {
      put(RecipeSetting.DROPS, schedule.drops());
      putDecay(schedule.decay());
      return schedule;
    }

    @Override
    public Schedule exponential(Schedule.Exponential schedule) {
      putDecay(schedule.decay());
      return schedule;
    }
  }
}
