package dev.espalier.recipe;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.Domain;
import java.util.EnumMap;
import java.util.Map;

/**
 * How networks may be trained: a recipe of which some values are decisions of the search, as those
 * of the architecture are. They are called {@code training.learningRate} and so on, and crossover
 * keeps them together. Immutable, thread-safe.
 *
 * <pre>{@code
 * RecipeSpace recipes =
 *     RecipeSpace.builder(Recipe.builder().l2(1e-4).build())
 *         .search(RecipeSetting.LEARNING_RATE, Domain.logReal(0.001, 0.1))
 *         .search(RecipeSetting.BATCH_SIZE, Domain.choice("32", "64"))
 *         .optimizers(Optimizer.Nesterov.standard(), Optimizer.Adam.standard())
 *         .augment(0, 2, new Augmentation.Flip(), Augmentation.Crop.scaled())
 *         .build();
 * }</pre>
 *
 * @param base the recipe in which every decision comes out as its first value
 * @param searched values of each searched setting, at least two
 * @param optimizers to choose from, all of different names; that of {@code base} alone if fixed
 * @param schedules to choose from, likewise
 * @param augmentations to choose from; those of {@code base} if fixed
 * @param fewest of the augmentations that a recipe has
 * @param most of the augmentations that a recipe has
 */
public record RecipeSpace(
    Recipe base,
    ImmutableMap<RecipeSetting, Domain> searched,
    ImmutableList<Optimizer> optimizers,
    ImmutableList<Schedule> schedules,
    ImmutableList<Augmentation> augmentations,
    int fewest,
    int most) {
  static final String OPTIMIZER = "optimizer";
  static final String SCHEDULE = "schedule";
  static final String AUGMENT = "augment";

  private static final String PREFIX = "training.";

  public RecipeSpace {
    RecipeChecks checks = new RecipeChecks();
    checks.distinct(OPTIMIZER, optimizers, Optimizer::name);
    checks.distinct(SCHEDULE, schedules, Schedule::name);
    checks.augmentations(augmentations, fewest, most);
    for (Map.Entry<RecipeSetting, Domain> entry : searched.entrySet()) {
      checks.setting(entry.getKey(), entry.getValue(), optimizers, schedules);
    }
    checks.done();
    RecipeOutcome first = RecipeOutcome.first(searched);
    optimizers = optimizers.stream().map(first::tuned).collect(ImmutableList.toImmutableList());
    schedules = schedules.stream().map(first::tuned).collect(ImmutableList.toImmutableList());
    checks.decays(schedules);
    checks.done();
    if (most == 0) {
      augmentations = ImmutableList.of();
    }
    base =
        first
            .numbers(base)
            .optimizer(optimizers.get(0))
            .schedule(schedules.get(0))
            .augment(augmentations.subList(0, fewest))
            .build();
    searched =
        searched.entrySet().stream()
            .filter(entry -> entry.getValue().isOpen())
            .sorted(Map.Entry.comparingByKey())
            .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** This recipe and no other. */
  public static RecipeSpace fixed(Recipe recipe) {
    return builder(recipe).build();
  }

  /** The same choices around a recipe of other numbers. */
  public RecipeSpace on(Recipe numbers) {
    return new RecipeSpace(numbers, searched, optimizers, schedules, augmentations, fewest, most);
  }

  /** The same with these augmentations, whatever else is chosen. */
  public RecipeSpace augmented(Augmentation... fixed) {
    return new RecipeSpace(
        base,
        searched,
        optimizers,
        schedules,
        ImmutableList.copyOf(fixed),
        fixed.length,
        fixed.length);
  }

  /** Starts from a recipe whose values hold wherever nothing is searched. */
  public static Builder builder(Recipe fixed) {
    return new Builder(fixed);
  }

  /** Name of the decision of a key in files, such as {@code training.learningRate}. */
  public static String decisionName(String key) {
    return PREFIX + key;
  }

  /** Whether there is only one recipe. */
  public boolean isFixed() {
    return decisions().isEmpty();
  }

  /** Whether the augmentations are chosen for each recipe. */
  public boolean searchesAugmentations() {
    return RecipeDecisions.augmentations(this).isPresent();
  }

  /** What is searched, in the order of files; empty if fixed. */
  public ImmutableList<Decision> decisions() {
    return RecipeDecisions.of(this);
  }

  /**
   * The recipe that an architecture's decisions chose.
   *
   * @throws IllegalArgumentException if one of them is missing, or came out as none of its values
   */
  public Recipe recipe(Architecture architecture) {
    ImmutableMap.Builder<String, String> outcomes = ImmutableMap.builder();
    for (Decision decision : decisions()) {
      if (decision.condition().holds(architecture.values())) {
        String value = architecture.text(decision.name());
        if (!decision.domain().contains(value)) {
          throw new IllegalArgumentException(
              "decision '%s' (%s) must be one of %s"
                  .formatted(decision.name(), value, decision.domain().describe()));
        }
        outcomes.put(decision.name(), value);
      }
    }
    RecipeOutcome outcome = new RecipeOutcome(outcomes.buildOrThrow());
    return outcome
        .numbers(base)
        .optimizer(outcome.optimizer(optimizers))
        .schedule(outcome.schedule(schedules))
        .augment(outcome.augmentations(augmentations, fewest))
        .build();
  }

  /** What an architecture says of the network alone: all but the decisions of the recipe. */
  public Architecture networkOf(Architecture architecture) {
    ImmutableSet<String> own =
        decisions().stream().map(Decision::name).collect(ImmutableSet.toImmutableSet());
    return new Architecture(
        architecture.values().entrySet().stream()
            .filter(entry -> !own.contains(entry.getKey()))
            .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Says what is searched, one setting at a time. Not thread-safe. */
  public static final class Builder {
    private final Recipe fixed;
    private final Map<RecipeSetting, Domain> searched = new EnumMap<>(RecipeSetting.class);
    private ImmutableList<Optimizer> optimizers;
    private ImmutableList<Schedule> schedules;
    private ImmutableList<Augmentation> augmentations;
    private int fewest;
    private int most;

    private Builder(Recipe fixed) {
      this.fixed = fixed;
      this.optimizers = ImmutableList.of(fixed.optimizer());
      this.schedules = ImmutableList.of(fixed.schedule());
      this.augmentations = ImmutableList.copyOf(fixed.augment());
      this.fewest = augmentations.size();
      this.most = augmentations.size();
    }

    /** Searches a setting; fixes it if the domain has one value only. */
    public Builder search(RecipeSetting setting, Domain domain) {
      searched.put(setting, domain);
      return this;
    }

    /** Chooses among optimizers; searched momenta and betas take the place of theirs. */
    public Builder optimizers(Optimizer... choices) {
      optimizers = ImmutableList.copyOf(choices);
      return this;
    }

    /** Chooses among schedules; searched drops and decays take the place of theirs. */
    public Builder schedules(Schedule... choices) {
      schedules = ImmutableList.copyOf(choices);
      return this;
    }

    /** Chooses some of these augmentations, at least {@code least} and at most {@code largest}. */
    public Builder augment(int least, int largest, Augmentation... choices) {
      augmentations = ImmutableList.copyOf(choices);
      fewest = least;
      most = largest;
      return this;
    }

    /**
     * Checks and makes the space.
     *
     * @throws IllegalArgumentException with a line for each fault: values out of range, settings of
     *     an optimizer or schedule that is none of the choices, names that are there twice
     */
    public RecipeSpace build() {
      return new RecipeSpace(
          fixed, ImmutableMap.copyOf(searched), optimizers, schedules, augmentations, fewest, most);
    }
  }
}
