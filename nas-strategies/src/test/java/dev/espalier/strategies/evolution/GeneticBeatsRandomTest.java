package dev.espalier.strategies.evolution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.ToySpaces;
import dev.espalier.strategies.random.RandomSearch;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Evolution against random search at equal numbers of trials, over many seeds. Were the two alike,
 * 45 or more wins of 50 would be less likely than 1 in 100 million.
 */
class GeneticBeatsRandomTest {
  private static final int SEEDS = 50;
  private static final int WINS = 45;

  @Test
  void onASpaceWithAKnownOptimum() {
    SearchProblem problem =
        ToySpaces.problem(ToySpaces.of(12, 4), Objective.maximize("val_accuracy"));
    int wins = 0;
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Trial> genetic = genetic(problem, 16, seed, 400, ToySpaces::closeness);
      List<Trial> random = random(problem, seed, 150, ToySpaces::closeness);
      wins += best(genetic.subList(0, 150)) > best(random) ? 1 : 0;
      found += best(genetic) == 1.0 ? 1 : 0;
    }
    assertTrue(wins >= WINS, wins + " wins");
    assertTrue(found >= WINS, "the optimum, 1 of 16,777,216, was found " + found + " times");
  }

  @Test
  void onTwoObjectivesByTheVolumeThatTheFrontDominates() {
    SearchSpace space = ToySpaces.of(8, 4);
    SearchProblem problem =
        ToySpaces.problem(space, Objective.maximize("val_accuracy"), Objective.minimize("macs"));
    double best =
        hypervolume(
            everyArchitecture(8, 4)
                .map(architecture -> Proposal.of(architecture, problem.fidelity()))
                .map(p -> Trial.scored(0, p, ToySpaces.tradeOff(p.architecture())))
                .toList());
    int wins = 0;
    int close = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double genetic = hypervolume(genetic(problem, 32, seed, 600, ToySpaces::tradeOff));
      double random = hypervolume(random(problem, seed, 600, ToySpaces::tradeOff));
      wins += genetic > random ? 1 : 0;
      close += genetic > 0.95 * best ? 1 : 0;
    }
    assertTrue(wins >= WINS, wins + " wins");
    assertTrue(close >= WINS, close + " fronts come close to that of all architectures");
  }

  private static List<Trial> genetic(
      SearchProblem problem,
      int populationSize,
      long seed,
      int trials,
      Function<Architecture, Map<String, Double>> score) {
    GeneticParameters parameters = GeneticParameters.of(Map.of("populationSize", populationSize));
    return ToySpaces.run(
        new GeneticSearch(problem, parameters), problem.space(), seed, trials, score);
  }

  private static List<Trial> random(
      SearchProblem problem,
      long seed,
      int trials,
      Function<Architecture, Map<String, Double>> score) {
    return ToySpaces.run(new RandomSearch(problem), problem.space(), seed, trials, score);
  }

  private static double best(List<Trial> trials) {
    return trials.stream().mapToDouble(trial -> trial.metric("val_accuracy")).max().orElseThrow();
  }

  /** Area above accuracy 0 and below 60 MACs, the most there are, that the points dominate. */
  private static double hypervolume(List<Trial> trials) {
    double area = 0.0;
    double accuracy = 0.0;
    double macs = 0.0;
    for (Trial next :
        trials.stream().sorted(Comparator.comparing(trial -> trial.metric("macs"))).toList()) {
      area += accuracy * (next.metric("macs") - macs);
      accuracy = Math.max(accuracy, next.metric("val_accuracy"));
      macs = next.metric("macs");
    }
    return area + accuracy * (60.0 - macs);
  }

  private static Stream<Architecture> everyArchitecture(int decisions, int values) {
    return IntStream.range(0, (int) Math.pow(values, decisions))
        .mapToObj(
            number ->
                Architecture.of(
                    IntStream.range(0, decisions)
                        .boxed()
                        .collect(
                            Collectors.toMap(
                                i -> "d" + i,
                                i ->
                                    Integer.toString(
                                        number / (int) Math.pow(values, i) % values)))));
  }
}
