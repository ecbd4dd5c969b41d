package dev.espalier.recipe;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.Domain;
import dev.espalier.space.Subset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The decisions that a space of recipes leaves open. */
final class RecipeDecisions {
  private static final String GROUP = "training";

  private final RecipeSpace recipes;

  private RecipeDecisions(RecipeSpace recipes) {
    this.recipes = recipes;
  }

  /**
   * In the order of files. What belongs to an optimizer or a schedule comes after it, and is open
   * where that is chosen.
   */
  static ImmutableList<Decision> of(RecipeSpace recipes) {
    return new RecipeDecisions(recipes).list();
  }

  /** Which augmentations a recipe has, if that is open. */
  static Optional<Domain> augmentations(RecipeSpace recipes) {
    if (recipes.augmentations().isEmpty()) {
      return Optional.empty();
    }
    Domain subset =
        new Subset(
            names(recipes.augmentations(), Augmentation::name), recipes.fewest(), recipes.most());
    return Optional.of(subset).filter(Domain::isOpen);
  }

  private ImmutableList<Decision> list() {
    ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
    add(RecipeSpace.OPTIMIZER, names(recipes.optimizers(), Optimizer::name), decisions);
    add(RecipeSpace.SCHEDULE, names(recipes.schedules(), Schedule::name), decisions);
    recipes
        .searched()
        .forEach((setting, domain) -> decisions.add(of(setting.key(), domain, condition(setting))));
    augmentations(recipes)
        .ifPresent(domain -> decisions.add(of(RecipeSpace.AUGMENT, domain, Condition.always())));
    return decisions.build();
  }

  private static void add(
      String key, ImmutableList<String> names, ImmutableList.Builder<Decision> decisions) {
    if (names.size() > 1) {
      decisions.add(of(key, new Domain.Choice(names), Condition.always()));
    }
  }

  private static Decision of(String key, Domain domain, Condition condition) {
    return Decision.of(RecipeSpace.decisionName(key), GROUP, domain, condition);
  }

  private Condition condition(RecipeSetting setting) {
    ImmutableList<String> possible =
        setting.possibleOwners(recipes.optimizers(), recipes.schedules());
    List<String> owning = possible.stream().filter(setting.owners()::contains).toList();
    return setting.owners().isEmpty() || owning.size() == possible.size()
        ? Condition.always()
        : Condition.isOneOf(
            RecipeSpace.decisionName(
                setting.isOfSchedule() ? RecipeSpace.SCHEDULE : RecipeSpace.OPTIMIZER),
            owning.toArray(String[]::new));
  }

  static <T> ImmutableList<String> names(List<T> choices, Function<T, String> name) {
    return choices.stream().map(name).collect(ImmutableList.toImmutableList());
  }
}
