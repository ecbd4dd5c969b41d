package dev.espalier.strategies.controller;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.CostMetric;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import java.nio.file.Path;

/** Makes {@link ReinforceSearch}, id {@code reinforce}. */
public final class ReinforceFactory implements StrategyFactory {
  private static final Parameter<String> POLICY =
      Parameter.choice(
          "policy", "each decision by itself, or an LSTM over the decisions", "factored", "lstm");
  private static final Parameter<Integer> HIDDEN =
      Parameter.integer("hidden", 32, 1, 1_024, "width of the LSTM");
  private static final Parameter<Double> LEARNING_RATE =
      Parameter.real(
          "learningRate",
          0.0,
          0.0,
          10.0,
          "step of the policy; 0: what suits it, 0.03 (lstm, by Adam) or 0.2 (factored)");
  private static final double LSTM_RATE = 0.03;
  private static final double FACTORED_RATE = 0.2;
  private static final Parameter<Integer> BATCH_SIZE =
      Parameter.integer("batchSize", 1, 1, 1_000, "trials an update");
  private static final Parameter<Double> BASELINE_DECAY =
      Parameter.real(
          "baselineDecay",
          0.9,
          0.0,
          0.9999,
          "of the moving average that rewards are compared with");
  private static final Parameter<Double> ENTROPY_WEIGHT =
      Parameter.real("entropyWeight", 0.2, 0.0, 10.0, "how much the policy is kept open");
  private static final Parameter<Double> CLIP =
      Parameter.real("clip", 0.0, 0.0, 0.99, "bound of PPO, such as 0.2; 0: plain REINFORCE");
  private static final Parameter<Integer> EPOCHS =
      Parameter.integer("epochs", 4, 1, 100, "passes over a batch with PPO");
  private static final Parameter<String> COST =
      Parameter.text("cost", "", "a cost such as macs that the reward takes in (MnasNet)");
  private static final Parameter<Double> TARGET =
      Parameter.real("target", 1.0, 1e-12, 1e18, "the cost that is aimed at");
  private static final Parameter<Double> ALPHA =
      Parameter.real("alpha", -0.07, -10.0, 0.0, "exponent of cost / target up to the target");
  private static final Parameter<Double> BETA =
      Parameter.real("beta", -0.07, -10.0, 0.0, "the same beyond it");

  private static final Parameter<String> WARM_START =
      Parameter.text("warmStart", "", "policy.json of an earlier study, to begin with its policy");

  @Override
  public String id() {
    return "reinforce";
  }

  @Override
  public String summary() {
    return "A controller learns which choices score (Zoph & Le 2017; ENAS, Pham et al. 2018)";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(
        POLICY,
        HIDDEN,
        LEARNING_RATE,
        BATCH_SIZE,
        BASELINE_DECAY,
        ENTROPY_WEIGHT,
        CLIP,
        EPOCHS,
        COST,
        TARGET,
        ALPHA,
        BETA,
        WARM_START);
  }

  /** A cost that no trial had would be noticed only when the first one is told. */
  private static void requireKnown(String cost, SearchProblem problem) {
    boolean named =
        problem.objectives().stream().anyMatch(objective -> objective.metric().equals(cost))
            || problem.constraints().stream().anyMatch(each -> each.metric().equals(cost));
    if (!cost.isEmpty() && !named && !CostMetric.isCost(cost)) {
      throw new IllegalArgumentException(
          "cost (%s) must be a cost such as macs, or a metric of an objective or constraint"
              .formatted(cost));
    }
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    Options options = new Options(problem.space());
    requireKnown(values.get(COST), problem);
    boolean lstm = values.get(POLICY).equals("lstm");
    double given = values.get(LEARNING_RATE);
    double rate = given > 0.0 ? given : lstm ? LSTM_RATE : FACTORED_RATE;
    String file = values.get(WARM_START);
    SavedPolicy begun =
        file.isEmpty() ? SavedPolicy.NONE : SavedPolicy.read(Path.of(file), options);
    return new ReinforceSearch(
        problem,
        options,
        lstm
            ? random -> begun.on(new LstmPolicy(options, values.get(HIDDEN), rate, random))
            : random -> begun.on(new FactoredPolicy(options, rate)),
        new Learning(
            values.get(BATCH_SIZE),
            values.get(BASELINE_DECAY),
            values.get(ENTROPY_WEIGHT),
            values.get(CLIP),
            values.get(EPOCHS)),
        new Reward(
            problem.objectives().get(0),
            values.get(COST),
            values.get(TARGET),
            values.get(ALPHA),
            values.get(BETA)));
  }
}
