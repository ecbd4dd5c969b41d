package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeSpaceTest {
  private static final long SEED = 20_261_126;
  private static final int CASES = 10_000;

  /** Every kind of decision, and of dependence. */
  private static final RecipeSpace WIDE =
      RecipeSpace.builder(Recipe.builder().build())
          .optimizers(Optimizer.Nesterov.standard(), new Optimizer.Sgd(), Optimizer.Adam.standard())
          .schedules(
              new Schedule.Cosine(), Schedule.Step.standard(), Schedule.Exponential.standard())
          .search(RecipeSetting.MOMENTUM, Domain.real(0.5, 0.99))
          .search(RecipeSetting.BETA1, Domain.choice("0.8", "0.9"))
          .search(RecipeSetting.BETA2, Domain.real(0.9, 0.9999))
          .search(RecipeSetting.EPSILON, Domain.logReal(1e-10, 1e-3))
          .search(RecipeSetting.LEARNING_RATE, Domain.logReal(1e-4, 0.1))
          .search(RecipeSetting.DROPS, Domain.range(1, 5))
          .search(RecipeSetting.DECAY, Domain.logReal(1e-3, 0.5))
          .search(RecipeSetting.WARMUP_FRACTION, Domain.choice("0", "0.1"))
          .search(RecipeSetting.BATCH_SIZE, Domain.choice("16", "32", "64"))
          .search(RecipeSetting.L1, Domain.real(0.0, 1e-5))
          .search(RecipeSetting.L2, Domain.logReal(1e-6, 1e-2))
          .search(RecipeSetting.DROPOUT, Domain.real(0.0, 0.5))
          .search(RecipeSetting.LABEL_SMOOTHING, Domain.real(0.0, 0.2))
          .search(RecipeSetting.GRADIENT_CLIP, Domain.range(1, 5))
          .search(RecipeSetting.BALANCE_CLASSES, Domain.choice("false", "true"))
          .augment(
              0, 2, new Augmentation.Flip(), new Augmentation.Crop(1), Augmentation.Cutout.scaled())
          .build();

  private static final RecipeSpace NARROW =
      RecipeSpace.builder(Recipe.builder().l2(1e-4).build())
          .search(RecipeSetting.LEARNING_RATE, Domain.logReal(0.001, 0.1))
          .search(RecipeSetting.BATCH_SIZE, Domain.choice("32", "64"))
          .optimizers(Optimizer.Nesterov.standard(), Optimizer.Adam.standard())
          .search(RecipeSetting.MOMENTUM, Domain.choice("0.8", "0.9"))
          .augment(0, 2, new Augmentation.Flip(), Augmentation.Crop.scaled())
          .build();

  private static RandomGenerator random(String purpose, int number) {
    return Seeds.generator(SEED, purpose, number);
  }

  private static DecisionSpace space(RecipeSpace recipes) {
    return DecisionSpace.of("recipes", recipes.decisions());
  }

  @Test
  void decisionsAreNamedAfterTheKeysOfFilesAndKeptTogether() {
    assertEquals(
        List.of(
            Decision.of(
                "training.optimizer",
                "training",
                Domain.choice("nesterov", "adam"),
                Condition.always()),
            Decision.of(
                "training.momentum",
                "training",
                Domain.choice("0.8", "0.9"),
                Condition.isOneOf("training.optimizer", "nesterov")),
            Decision.of(
                "training.learningRate",
                "training",
                Domain.logReal(0.001, 0.1),
                Condition.always()),
            Decision.of(
                "training.batchSize", "training", Domain.choice("32", "64"), Condition.always()),
            Decision.of(
                "training.augment",
                "training",
                Domain.subset(0, 2, "flip", "crop"),
                Condition.always())),
        NARROW.decisions());
    assertFalse(NARROW.isFixed());
    assertTrue(NARROW.searchesAugmentations());
  }

  @Test
  void theRecipeIsTheOneThatTheDecisionsChose() {
    Architecture architecture =
        Architecture.parse(
            "depth=3;training.optimizer=nesterov;training.momentum=0.8;"
                + "training.learningRate=0.0125;training.batchSize=32;training.augment=crop");
    assertEquals(
        Recipe.builder()
            .optimizer(new Optimizer.Nesterov(0.8))
            .learningRate(0.0125)
            .batchSize(32)
            .l2(1e-4)
            .augment(Augmentation.Crop.scaled())
            .build(),
        NARROW.recipe(architecture));
    assertEquals(Architecture.parse("depth=3"), NARROW.networkOf(architecture));
  }

  @Test
  void theBaseIsWhereEveryDecisionComesOutFirst() {
    Map<String, String> first = new LinkedHashMap<>();
    for (Decision decision : WIDE.decisions()) {
      if (decision.condition().holds(first)) {
        first.put(decision.name(), decision.domain().first());
      }
    }
    assertEquals(WIDE.base(), WIDE.recipe(Architecture.of(first)));
  }

  @Test
  void aFixedRecipeHasNoDecisions() {
    Recipe recipe = Recipe.builder().dropout(0.25).augment(new Augmentation.Flip()).build();
    RecipeSpace fixed = RecipeSpace.fixed(recipe);
    assertTrue(fixed.isFixed());
    assertEquals(recipe, fixed.recipe(Architecture.parse("depth=3")));
    RecipeSpace single =
        RecipeSpace.builder(recipe)
            .search(RecipeSetting.DROPOUT, Domain.choice("0.25"))
            .augment(1, 1, new Augmentation.Flip())
            .build();
    assertEquals(fixed, single);
    assertEquals(
        RecipeSpace.fixed(recipe.toBuilder().augment().build()),
        RecipeSpace.builder(recipe).augment(0, 0, new Augmentation.Flip()).build());
  }

  @Test
  void whateverIsDrawnVariedCrossedOrDecodedIsARecipe() {
    DecisionSpace space = space(WIDE);
    Set<String> hashes = new HashSet<>();
    for (int i = 0; i < CASES; i++) {
      Architecture drawn = space.sample(random("draw", i));
      Architecture mutant = space.mutate(drawn, random("mutate", i));
      Architecture child = space.cross(drawn, mutant, random("cross", i));
      for (Architecture each : List.of(drawn, mutant, child)) {
        assertEquals(each.encoding(), space.check(each).encoding());
        assertEquals(each, space.decode(space.encode(each)));
        assertEquals(each, Architecture.parse(each.encoding()));
      }
      assertNotEquals(drawn, mutant);
      assertNotEquals(
          WIDE.recipe(drawn).hash(),
          WIDE.recipe(mutant).hash(),
          () -> drawn.encoding() + " and " + mutant.encoding());
      assertTrue(child.equals(drawn) || child.equals(mutant), "recipes are inherited whole");
      double[] anything = random("decode", i).doubles(space.encode(drawn).length, -1, 2).toArray();
      Architecture decoded = space.decode(anything);
      assertEquals(decoded, space.check(decoded));
      hashes.add(WIDE.recipe(decoded).hash());
    }
    // Numbers beyond the bounds are cut off there, so some corners are decoded more than once.
    assertTrue(hashes.size() > 0.99 * CASES, "%d of %d".formatted(hashes.size(), CASES));
  }

  @Test
  void neighboursAreRecipesToo() {
    DecisionSpace space = space(WIDE);
    for (int i = 0; i < CASES / 100; i++) {
      Architecture drawn = space.sample(random("neighbours", i));
      for (Architecture neighbour : space.neighbours(drawn)) {
        assertEquals(neighbour, space.check(neighbour));
        assertNotEquals(WIDE.recipe(drawn), WIDE.recipe(neighbour));
      }
    }
  }

  @Test
  void decisionsThatAreMissingOrImpossibleAreRefused() {
    String all =
        "training.optimizer=adam;training.learningRate=0.01;training.batchSize=32;"
            + "training.augment=none";
    assertEquals(List.of(), NARROW.recipe(Architecture.parse(all)).augment());
    for (String decision : List.of("optimizer", "learningRate", "batchSize", "augment")) {
      String name = "training." + decision;
      Map<String, String> values = new LinkedHashMap<>(Architecture.parse(all).values());
      values.put(name, "7");
      assertRefused(NARROW, values, "'%s' (7) must be one of".formatted(name));
      values.remove(name);
      assertRefused(NARROW, values, name);
    }
  }

  private static void assertRefused(RecipeSpace recipes, Map<String, String> values, String part) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> recipes.recipe(new Architecture(ImmutableMap.copyOf(values))))
                .getMessage());
    assertTrue(message.contains(part), message);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    RecipeSpace.Builder wrong =
        RecipeSpace.builder(Recipe.builder().build())
            .optimizers(new Optimizer.Sgd(), new Optimizer.Sgd())
            .schedules()
            .search(RecipeSetting.MOMENTUM, Domain.real(0.5, 0.9))
            .search(RecipeSetting.BETA1, Domain.real(0.5, 1.0))
            .search(RecipeSetting.LEARNING_RATE, Domain.real(0.0, 0.1))
            .search(RecipeSetting.BATCH_SIZE, Domain.real(16.0, 64.0))
            .search(RecipeSetting.L2, Domain.choice("0.10", "0.2"))
            .search(RecipeSetting.L1, Domain.choice("1.2.3"))
            .search(RecipeSetting.DROPOUT, Domain.subset(1, 1, "a", "b"))
            .search(RecipeSetting.GRADIENT_CLIP, Domain.choice("often"))
            .search(RecipeSetting.BALANCE_CLASSES, Domain.range(0, 1))
            .augment(0, 3, new Augmentation.Flip(), new Augmentation.Flip());
    assertEquals(
        """
        optimizer must be one or more of different names, not [sgd, sgd]
        schedule must be one or more of different names, not []
        augment lists a name of [flip, flip] twice; each may be there once
        augment takes 0 to 3 of [flip, flip]; must take from 0 to 2, the smaller number first
        momentum belongs to nesterov; there is only sgd or sgd
        beta1 (numbers from 0.5 to 1) must be numbers from 0 to 0.9999999999999999, written like 0.001
        beta1 belongs to adam; there is only sgd or sgd
        learningRate (numbers from 0 to 0.1) must be numbers from 1E-12 to 1000000, written like 0.001
        batchSize (numbers from 16 to 64) must be whole numbers from 1 to 65536
        l1 (1.2.3) must be numbers from 0 to 1000000, written like 0.001
        l2 (0.10) must be numbers from 0 to 1000000, written like 0.001
        dropout (subsets of a, b, 1 to 1 of them, such as a) must be numbers from 0 to 0.9999999999999999, written like 0.001
        gradientClip (often) must be numbers from 0 to 1000000, written like 0.001
        balanceClasses (0) must be true or false""",
        assertThrows(IllegalArgumentException.class, wrong::build).getMessage());
  }

  @Test
  void schedulesHaveOneDecayOrTheirUsualOnes() {
    RecipeSpace.Builder mixed =
        RecipeSpace.builder(Recipe.builder().build())
            .schedules(new Schedule.Step(2, 0.3), new Schedule.Exponential(0.2));
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, mixed::build).getMessage());
    assertTrue(message.contains("must have one decay, or each its usual one (0.1, 0.01)"), message);
    RecipeSpace same =
        RecipeSpace.builder(Recipe.builder().build())
            .schedules(new Schedule.Step(2, 0.2), new Schedule.Exponential(0.2))
            .build();
    assertEquals(
        new Schedule.Exponential(0.2),
        same.recipe(Architecture.parse("training.schedule=exponential")).schedule());
  }

  @ParameterizedTest
  @EnumSource(RecipeSetting.class)
  void everySettingIsAKeyWithValuesThatFitIt(RecipeSetting setting) {
    assertTrue(setting.key().matches("[a-z][A-Za-z0-9]+"), setting.key());
    Domain fitting =
        switch (setting.kind()) {
          case REAL -> Domain.choice("0.5");
          case WHOLE -> Domain.range(1, 9);
          case YES_NO -> Domain.choice("true");
        };
    assertTrue(setting.misfit(fitting).isEmpty());
    assertTrue(setting.misfit(Domain.choice("maybe")).isPresent());
    assertTrue(setting.misfit(Domain.real(-1.0, 0.5)).isPresent());
    assertTrue(setting.misfit(Domain.permutation("a", "b")).isPresent());
  }
}
