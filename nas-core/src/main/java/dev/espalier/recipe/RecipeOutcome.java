package dev.espalier.recipe;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Domain;
import dev.espalier.space.Subset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the decisions of a recipe came out as. Immutable.
 *
 * @param outcomes by name of the decision; what is missing stays as it was
 */
record RecipeOutcome(ImmutableMap<String, String> outcomes) {

  /** Where every searched setting comes out as its first value. */
  static RecipeOutcome first(Map<RecipeSetting, Domain> searched) {
    return new RecipeOutcome(
        searched.entrySet().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    entry -> RecipeSpace.decisionName(entry.getKey().key()),
                    entry -> entry.getValue().first())));
  }

  /** The optimizer that was chosen, or the first; its own settings as they came out. */
  Optimizer optimizer(List<Optimizer> choices) {
    return tuned(chosen(RecipeSpace.OPTIMIZER, choices, Optimizer::name));
  }

  /** The schedule that was chosen, or the first; its own settings as they came out. */
  Schedule schedule(List<Schedule> choices) {
    return tuned(chosen(RecipeSpace.SCHEDULE, choices, Schedule::name));
  }

  /** The augmentations that were chosen, or so many of the first. */
  List<Augmentation> augmentations(List<Augmentation> choices, int otherwise) {
    String value = outcomes.get(RecipeSpace.decisionName(RecipeSpace.AUGMENT));
    if (value == null) {
      return choices.subList(0, otherwise);
    }
    ImmutableList<String> names =
        choices.stream().map(Augmentation::name).collect(ImmutableList.toImmutableList());
    List<String> chosen = new Subset(names, 0, names.size()).chosen(value);
    return choices.stream().filter(choice -> chosen.contains(choice.name())).toList();
  }

  /** Sets everything that does not belong to an optimizer or a schedule. */
  Recipe.Builder numbers(Recipe base) {
    return base.toBuilder()
        .learningRate(real(RecipeSetting.LEARNING_RATE, base.learningRate()))
        .warmupFraction(real(RecipeSetting.WARMUP_FRACTION, base.warmupFraction()))
        .batchSize(whole(RecipeSetting.BATCH_SIZE, base.batchSize()))
        .l1(real(RecipeSetting.L1, base.l1()))
        .l2(real(RecipeSetting.L2, base.l2()))
        .dropout(real(RecipeSetting.DROPOUT, base.dropout()))
        .labelSmoothing(real(RecipeSetting.LABEL_SMOOTHING, base.labelSmoothing()))
        .gradientClip(real(RecipeSetting.GRADIENT_CLIP, base.gradientClip()))
        .balanceClasses(yes(RecipeSetting.BALANCE_CLASSES, base.balanceClasses()))
        .tbptt(yes(RecipeSetting.TBPTT, base.tbptt()));
  }

  /** An optimizer with the settings of its own that came out. */
  Optimizer tuned(Optimizer optimizer) {
    return optimizer.accept(
        new Optimizer.Visitor<Optimizer>() {
          @Override
          public Optimizer sgd(Optimizer.Sgd rule) {
            return rule;
          }

          @Override
          public Optimizer nesterov(Optimizer.Nesterov rule) {
            return new Optimizer.Nesterov(real(RecipeSetting.MOMENTUM, rule.momentum()));
          }

          @Override
          public Optimizer adam(Optimizer.Adam rule) {
            return new Optimizer.Adam(
                real(RecipeSetting.BETA1, rule.beta1()),
                real(RecipeSetting.BETA2, rule.beta2()),
                real(RecipeSetting.EPSILON, rule.epsilon()));
          }
        });
  }

  /** A schedule with the settings of its own that came out. */
  Schedule tuned(Schedule schedule) {
    return schedule.accept(
        new Schedule.Visitor<Schedule>() {
          @Override
          public Schedule constant(Schedule.Constant constant) {
            return constant;
          }

          @Override
          public Schedule cosine(Schedule.Cosine cosine) {
            return cosine;
          }

          @Override
          public Schedule step(Schedule.Step step) {
            return new Schedule.Step(
                whole(RecipeSetting.DROPS, step.drops()), real(RecipeSetting.DECAY, step.decay()));
          }

          @Override
          public Schedule exponential(Schedule.Exponential exponential) {
            return new Schedule.Exponential(real(RecipeSetting.DECAY, exponential.decay()));
          }
        });
  }

  private <T> T chosen(String key, List<T> choices, Function<T, String> name) {
    String value = outcomes.get(RecipeSpace.decisionName(key));
    return choices.stream()
        .filter(choice -> value == null || name.apply(choice).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s '%s' is none of %s".formatted(key, value, choices)));
  }

  private String text(RecipeSetting setting, String otherwise) {
    return outcomes.getOrDefault(RecipeSpace.decisionName(setting.key()), otherwise);
  }

  private double real(RecipeSetting setting, double otherwise) {
    return Double.parseDouble(text(setting, Double.toString(otherwise)));
  }

  private boolean yes(RecipeSetting setting, boolean otherwise) {
    return Boolean.parseBoolean(text(setting, Boolean.toString(otherwise)));
  }

  private int whole(RecipeSetting setting, int otherwise) {
    return Integer.parseInt(text(setting, Integer.toString(otherwise)));
  }
}
