package dev.espalier.strategies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every strategy makes of a space in which networks and recipes are searched together. */
class OpenRecipesTest {
  private static final int TRIALS = 300;
  private static final RecipeSpace RECIPES =
      RecipeSpace.builder(Recipe.builder().build())
          .optimizers(Optimizer.Nesterov.standard(), Optimizer.Adam.standard())
          .search(RecipeSetting.MOMENTUM, Domain.real(0.0, 0.99))
          .search(RecipeSetting.LEARNING_RATE, Domain.logReal(1e-5, 1.0))
          .search(RecipeSetting.BATCH_SIZE, Domain.range(8, 64))
          .search(RecipeSetting.L2, Domain.logReal(1e-6, 1e-2))
          .augment(0, 2, new Augmentation.Flip(), Augmentation.Crop.scaled())
          .build();

  /** All but the grid, which goes through the space in order and comes to little of it. */
  private static List<String> strategies() {
    return Strategies.names().stream().filter(name -> !name.equals("grid")).toList();
  }

  private static SearchSpace space() {
    List<Decision> decisions = new ArrayList<>();
    decisions.add(Decision.of("width", Domain.range(1, 8)));
    decisions.addAll(RECIPES.decisions());
    return DecisionSpace.of("both", decisions);
  }

  /** Highest for the widest network at a learning rate of 0.01. */
  private static Map<String, Double> score(Architecture architecture) {
    double decades = Math.log10(RECIPES.recipe(architecture).learningRate()) + 2.0;
    return Map.of("val_accuracy", architecture.integer("width") / 8.0 - decades * decades / 10.0);
  }

  private static List<Trial> run(String strategy, long seed) {
    SearchProblem problem = ToySpaces.problem(space(), Objective.maximize("val_accuracy"));
    return ToySpaces.run(
        Strategies.create(strategy, problem, Map.of()),
        problem.space(),
        seed,
        TRIALS,
        OpenRecipesTest::score);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void proposesTrialsOfTheSpaceNoneTwiceAndTheSameForTheSameSeed(String strategy) {
    SearchSpace space = space();
    List<Trial> trials = run(strategy, 1);
    assertEquals(TRIALS, trials.size());
    Set<Architecture> proposed = new HashSet<>();
    Set<String> recipes = new HashSet<>();
    for (Trial trial : trials) {
      assertEquals(trial.architecture(), space.check(trial.architecture()));
      assertTrue(proposed.add(trial.architecture()), trial.toString());
      recipes.add(RECIPES.recipe(trial.architecture()).hash());
    }
    assertTrue(recipes.size() > TRIALS / 2, recipes.size() + " recipes");
    assertEquals(trials, run(strategy, 1));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void comesCloseToTheBestRecipe(String strategy) {
    double best =
        run(strategy, 2).stream()
            .mapToDouble(trial -> trial.metric("val_accuracy"))
            .max()
            .orElse(0.0);
    // The best is 1; the mean over the space is 0.35.
    assertTrue(best > 0.97, strategy + " found " + best);
  }
}
