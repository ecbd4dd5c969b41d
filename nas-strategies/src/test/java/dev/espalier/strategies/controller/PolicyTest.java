package dev.espalier.strategies.controller;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategies.ToySpaces;
import dev.espalier.strategy.Learned;
import dev.espalier.strategy.LedgerRun;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
  private static final SearchSpace SPACE =
      DecisionSpace.of(
          "mixed",
          List.of(
              Decision.of("depth", Domain.range(1, 2)),
              Decision.of("rate", Domain.logReal(0.001, 0.1)),
              Decision.of("op1", Domain.choice("conv", "pool", "skip")),
              Decision.of(
                  "op2", "op2", Domain.choice("conv", "pool"), Condition.atLeast("depth", 2)),
              Decision.of("order", Domain.list(20, "x", "y", "z"))));
  private static final Options OPTIONS = new Options(SPACE);

  /** The slope that backpropagation gives is that of small steps, for every parameter. */
  @Test
  void theGradientOfTheLstmIsThatOfSmallSteps() {
    double rate = 1e-3;
    LstmPolicy policy = new LstmPolicy(OPTIONS, 5, rate, Seeds.generator(1));
    Episode episode = policy.within(() -> OPTIONS.draw(policy, 1.0, Seeds.generator(2)));
    double[] start = policy.parameters();

    double[] numeric = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      numeric[i] =
          (objective(policy, episode, start, i, 1e-5) - objective(policy, episode, start, i, -1e-5))
              / 2e-5;
    }

    policy.restore(start);
    policy.within(
        () -> {
          ascend(policy, episode);
          policy.step();
          return policy;
        });
    // The first step of Adam moves a parameter by g / (|g| + epsilon) of the rate.
    double epsilon = 1e-8 / Math.sqrt(1 - 0.999);
    double[] expected = new double[start.length];
    double[] moved = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      moved[i] = (policy.parameters()[i] - start[i]) / rate;
      expected[i] = numeric[i] / (Math.abs(numeric[i]) + epsilon);
      if (Math.abs(numeric[i]) < 1e-6) {
        expected[i] = moved[i]; // too small for small steps to tell
      }
    }
    assertArrayEquals(expected, moved, 2e-2);
  }

  private static double objective(
      LstmPolicy policy, Episode episode, double[] start, int place, double by) {
    double[] shifted = start.clone();
    shifted[place] += by;
    policy.restore(shifted);
    return policy.within(
        () -> {
          Policy.Rollout rollout = policy.begin();
          double sum = 0.0;
          for (int d = 0; d < OPTIONS.decisions(); d++) {
            int option = episode.chosen(d);
            if (option != Episode.CLOSED) {
              double[] p = Softmax.of(rollout.logits(d), episode.mask(d));
              sum += 1.5 * Math.log(p[option]) + 0.3 * Softmax.entropy(p);
              rollout.choose(d, option);
            }
          }
          return sum;
        });
  }

  private static void ascend(LstmPolicy policy, Episode episode) {
    Policy.Rollout rollout = policy.begin();
    double[][] ascent = new double[OPTIONS.decisions()][];
    for (int d = 0; d < ascent.length; d++) {
      int option = episode.chosen(d);
      if (option != Episode.CLOSED) {
        double[] p = Softmax.of(rollout.logits(d), episode.mask(d));
        ascent[d] = Softmax.ascent(p, option, 1.5, 0.3);
        rollout.choose(d, option);
      }
    }
    rollout.ascend(ascent);
  }

  @Test
  void drawnArchitecturesAreOfTheSpaceAndCoverIt() {
    FactoredPolicy even = new FactoredPolicy(OPTIONS, 0.1);
    double least = 1.0;
    double most = 0.0;
    for (int i = 0; i < 500; i++) {
      Episode episode = OPTIONS.draw(even, 1.0, Seeds.generator(i));
      Architecture architecture = episode.architecture();
      assertEquals(architecture, SPACE.check(architecture));
      double rate = Double.parseDouble(architecture.text("rate"));
      least = Math.min(least, rate);
      most = Math.max(most, rate);
    }
    assertTrue(least < 0.0015 && most > 0.07, least + " to " + most);
  }

  @Test
  void bothPoliciesLearnWhatScores() {
    for (String policy : List.of("lstm", "factored")) {
      SearchProblem problem =
          ToySpaces.problem(ToySpaces.of(6, 4), Objective.maximize("val_accuracy"));
      SearchStrategy strategy = Strategies.create("reinforce", problem, Map.of("policy", policy));
      LedgerRun.trials(strategy, problem.space(), 3, 1, 400, ToySpaces::closeness);

      for (Learned.Preference each : strategy.learned().orElseThrow().preferences()) {
        int decision = each.decision().charAt(1) - '0';
        assertEquals(Integer.toString(decision * 7 % 4), each.value(), policy + " " + each);
        assertTrue(each.probability() > 0.5, policy + " " + each);
        assertTrue(each.entropy() < 2.0, policy + " " + each);
      }
    }
  }

  @Test
  void aPolicyIsBegunFromWhatAnotherLearned(@TempDir Path folder) throws IOException {
    SearchProblem problem =
        ToySpaces.problem(ToySpaces.of(6, 4), Objective.maximize("val_accuracy"));
    SearchStrategy first = Strategies.create("reinforce", problem, Map.of("policy", "lstm"));
    LedgerRun.trials(first, problem.space(), 4, 1, 200, ToySpaces::closeness);
    Learned learned = first.learned().orElseThrow();
    Path file = folder.resolve("policy.json");
    Files.writeString(file, "{\"state\": %s}".formatted(learned.state()));

    SearchStrategy second =
        Strategies.create(
            "reinforce", problem, Map.of("policy", "lstm", "warmStart", file.toString()));
    second.ask(LedgerRun.turn(5, 0));

    assertEquals(learned, second.learned().orElseThrow());
    SearchProblem other = ToySpaces.problem(ToySpaces.of(5, 4), Objective.maximize("val_accuracy"));
    for (Map<String, String> wrong :
        List.of(
            Map.of("warmStart", folder.resolve("none.json").toString()),
            Map.of("warmStart", file.toString()))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Strategies.create("reinforce", other, wrong))
              .toString();
      assertTrue(message.contains("warmStart"), message);
    }
  }

  @Test
  void theRewardWeighsACostAsMnasNetDoes() {
    SearchProblem problem =
        ToySpaces.problem(ToySpaces.of(6, 4), Objective.maximize("val_accuracy"));
    Reward reward = new Reward(problem.objectives().get(0), "macs", 10.0, -0.07, -0.5);
    assertEquals(0.8 * Math.pow(0.5, -0.07), reward.of(trial(problem, 0.8, 5.0)), 1e-12);
    assertEquals(0.8 * Math.pow(4.0, -0.5), reward.of(trial(problem, 0.8, 40.0)), 1e-12);
  }

  @Test
  void aCostThatNoTrialHasIsRefusedBeforeTheFirst() {
    SearchProblem problem =
        ToySpaces.problem(ToySpaces.of(6, 4), Objective.maximize("val_accuracy"));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Strategies.create("reinforce", problem, Map.of("cost", "watts")))
            .toString();
    assertTrue(message.contains("cost (watts) must be a cost such as macs"), message);
    assertTrue(Strategies.create("reinforce", problem, Map.of("cost", "macs")).learned().isEmpty());
  }

  private static Trial trial(SearchProblem problem, double accuracy, double macs) {
    Architecture any = problem.space().sample(Seeds.generator(1));
    return Trial.scored(
        0, Proposal.of(any, problem.fidelity()), Map.of("val_accuracy", accuracy, "macs", macs));
  }
}
