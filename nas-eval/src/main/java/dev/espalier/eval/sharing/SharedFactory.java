package dev.espalier.eval.sharing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.eval.train.TrainEvaluator;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.NetworkSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes {@link SharedEvaluator}, id {@code shared}. */
public final class SharedFactory implements EvaluatorFactory {
  private static final Parameter<String> PATHS =
      Parameter.choice(
          "training.paths",
          "which networks a step trains; controller: those that the strategy proposes, as in ENAS",
          Arrays.stream(OneShot.Paths.values())
              .map(paths -> paths.name().toLowerCase(Locale.ROOT))
              .toArray(String[]::new));
  private static final Parameter<Integer> EPOCHS =
      Parameter.integer(
          "training.epochs",
          80,
          1,
          100_000,
          "passes over the training split that all networks take together");
  private static final Parameter<Integer> WARMUP =
      Parameter.integer(
          "training.warmup",
          0,
          0,
          100_000,
          "those of the passes that uniform paths take before a controller's");
  private static final Parameter<Integer> STEPS =
      Parameter.integer(
          "training.steps",
          20,
          1,
          100_000,
          "batches that each trial trains its network on, with paths: controller");

  private static final Parameter<Boolean> SANDWICH =
      Parameter.flag(
          "training.sandwich",
          false,
          "whether each network is trained at its narrowest and widest as well");
  private static final Parameter<Double> COST_DECAY =
      Parameter.real(
          "training.costDecay",
          0.0,
          0.0,
          0.99,
          "how much sooner the learning rate of networks with few MACs falls, and later that of others");
  private static final Parameter<String> MOMENTUM_BY =
      Parameter.text(
          "training.momentumBy",
          "",
          "decision for each value of which the optimizer's state is kept apart; empty for none");

  @Override
  public String id() {
    return "shared";
  }

  @Override
  public String summary() {
    return "Trains one set of weights for all networks, then scores each by its part of them";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(PATHS, EPOCHS, WARMUP, STEPS, SANDWICH, COST_DECAY, MOMENTUM_BY);
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics(
      Task task, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
    return TrainEvaluator.metrics(task);
  }

  @Override
  public Evaluator create(
      EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
    if (!(setting.space() instanceof NetworkSpace networks)) {
      throw new IllegalArgumentException(
          "space %s has no networks, so there are no weights to share"
              .formatted(setting.space().name()));
    }
    if (!setting.recipes().isFixed()) {
      throw new IllegalArgumentException(
          "the training is searched (%s), but weights that all networks share are trained in one way: give these settings one value"
              .formatted(setting.recipes().decisions().stream().map(Decision::name).toList()));
    }
    Recipe recipe = setting.recipes().recipe(Architecture.of(Map.of()));
    if (recipe.tbptt()) {
      throw new IllegalArgumentException(
          "tbptt: networks that share weights take turns at windows in any order, so no state is carried; it must be false");
    }
    return new SharedEvaluator(
        networks,
        setting.dataset().searchData(),
        setting.task(),
        setting.dataset().preprocessing().targets(),
        setting.engine(),
        recipe,
        new OneShot(
            OneShot.Paths.valueOf(values.get(PATHS).toUpperCase(Locale.ROOT)),
            values.get(EPOCHS),
            values.get(WARMUP),
            values.get(STEPS),
            tuning(networks, values)));
  }

  private static PathTuning tuning(NetworkSpace space, ParameterValues values) {
    String momentumBy = values.get(MOMENTUM_BY);
    List<String> decisions = space.decisions().stream().map(Decision::name).toList();
    if (!momentumBy.isEmpty() && !decisions.contains(momentumBy)) {
      throw new IllegalArgumentException(
          "training.momentumBy: '%s' is no decision of space %s; it has %s"
              .formatted(momentumBy, space.name(), decisions));
    }
    if (values.get(SANDWICH) && !SandwichPaths.fits(space)) {
      throw new IllegalArgumentException(
          "training.sandwich: space %s leaves no width open".formatted(space.name()));
    }
    return new PathTuning(values.get(SANDWICH), values.get(COST_DECAY), momentumBy);
  }
}
