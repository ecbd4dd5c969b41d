package dev.espalier.strategies.evolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.ToySpaces;
import dev.espalier.strategy.LedgerRun;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.SearchStrategyContract;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticSearchTest extends SearchStrategyContract {
  private static final Objective ACCURACY = Objective.maximize("val_accuracy");
  private static final Objective MACS = Objective.minimize("macs");
  private static final SearchSpace SPACE = ToySpaces.of(12, 4);

  @Override
  protected SearchStrategy create(SearchProblem problem) {
    return new GeneticSearch(problem, GeneticParameters.of(Map.of()));
  }

  @Test
  void asksForAGenerationAndThenWaitsUntilAllOfItIsTold() {
    SearchStrategy strategy = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    List<Proposal.Fresh> first = new ArrayList<>();
    for (int ask = 0; ask < 4; ask++) {
      first.add(fresh(strategy, ask));
    }

    for (int number = 0; number < 4; number++) {
      assertEquals(Optional.empty(), strategy.ask(LedgerRun.turn(6, 4)));
      strategy.tell(trial(number, first.get(number)));
    }
    Proposal.Fresh child = fresh(strategy, 4);

    assertTrue(first.stream().allMatch(proposal -> proposal.parents().isEmpty()));
    assertFalse(child.parents().isEmpty());
  }

  @Test
  void childrenDescendFromOneOrTwoScoredTrialsBeforeThem() {
    List<Trial> trials =
        ToySpaces.run(
            genetic(SPACE, Map.of(), ACCURACY), SPACE, 2, 200, GeneticSearchTest::failsOften);

    for (Trial child : trials.subList(16, 200)) {
      assertTrue(child.parents().size() == 1 || child.parents().size() == 2, child.toString());
      for (long parent : child.parents()) {
        assertTrue(parent < child.number());
        assertTrue(trials.get((int) parent).scored());
      }
    }
    assertTrue(trials.stream().anyMatch(trial -> trial.parents().size() == 2));
    assertTrue(trials.stream().anyMatch(trial -> !trial.scored()));
  }

  @Test
  void neverProposesAnArchitectureTwiceWhereThereAreOthers() {
    List<Trial> trials =
        ToySpaces.run(genetic(SPACE, Map.of(), ACCURACY), SPACE, 3, 600, ToySpaces::closeness);

    assertEquals(600, trials.stream().map(Trial::architecture).distinct().count());
  }

  @Test
  void minimisesWhereLessIsBetter() {
    SearchSpace space = ToySpaces.of(6, 4);
    List<Trial> trials =
        ToySpaces.run(genetic(space, Map.of(), MACS), space, 4, 250, ToySpaces::tradeOff);

    assertEquals(0.0, trials.stream().mapToDouble(trial -> trial.metric("macs")).min().orElse(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 40})
  void aShorterStudyIsTheBeginningOfALongerOne(int lookAhead) {
    List<Trial> whole = prefix(lookAhead, 80);

    for (int length = 1; length < 80; length++) {
      assertEquals(whole.subList(0, length), prefix(lookAhead, length));
    }
  }

  private static List<Trial> prefix(int lookAhead, int trials) {
    return LedgerRun.trials(
        genetic(SPACE, Map.of(), ACCURACY, MACS), SPACE, 5, lookAhead, trials, ToySpaces::tradeOff);
  }

  @Test
  void ignoresTrialsThatItDidNotPropose() {
    SearchStrategy undisturbed = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    SearchStrategy disturbed = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    for (int number = 0; number < 40; number++) {
      Proposal.Fresh proposal = fresh(undisturbed, number);
      Proposal.Fresh same = fresh(disturbed, number);
      assertEquals(proposal, same);

      undisturbed.tell(trial(number, proposal));
      disturbed.tell(trial(1_000 + number, proposal));
      disturbed.tell(trial(number, proposal));
    }
  }

  @Test
  void duplicatesTakeNoPlaceInThePopulation() {
    SearchStrategy strategy = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    for (int number = 0; number < 12; number++) {
      Proposal.Fresh proposal = fresh(strategy, number);
      assertEquals(List.of(), proposal.parents(), "there is nobody to descend from");
      Trial original = trial(number, proposal);
      strategy.tell(original.with(new Outcome.Shared(original)));
    }
  }

  @Test
  void drawsAnewWhenAllTrialsFail() {
    List<Trial> trials =
        ToySpaces.run(genetic(SPACE, Map.of(), ACCURACY), SPACE, 7, 100, a -> Map.of());

    assertEquals(100, trials.size());
    assertTrue(trials.stream().allMatch(trial -> trial.parents().isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 100})
  void proposesEveryArchitectureOfATinySpaceOnceAndIsThenExhausted(int populationSize) {
    Map<String, Integer> parameters =
        Map.of("populationSize", populationSize, "tournamentSize", 2, "elites", 1);
    SearchSpace space = ToySpaces.of(3, 3);
    SearchStrategy strategy = genetic(space, parameters, ACCURACY);

    List<Trial> trials = ToySpaces.run(strategy, space, 8, 100, ToySpaces::tradeOff);

    assertEquals(27, trials.size());
    assertEquals(27, new HashSet<>(trials.stream().map(Trial::architecture).toList()).size());
  }

  @Test
  void aSpaceOfOneArchitectureIsExhaustedAfterIt() {
    SearchSpace space = ToySpaces.of(2, 1);
    SearchStrategy strategy = genetic(space, Map.of(), ACCURACY, MACS);

    assertEquals(1, ToySpaces.run(strategy, space, 9, 10, ToySpaces::tradeOff).size());
  }

  @Test
  void aPopulationOfTwoClimbsAsWell() {
    Map<String, Integer> two = Map.of("populationSize", 2, "tournamentSize", 2, "elites", 1);

    SearchSpace space = ToySpaces.of(6, 4);
    List<Trial> trials =
        ToySpaces.run(genetic(space, two, ACCURACY), space, 10, 300, ToySpaces::closeness);

    Set<Double> scores = new HashSet<>();
    trials.forEach(trial -> scores.add(trial.metric("val_accuracy")));
    assertTrue(scores.contains(1.0), scores.toString());
  }

  private static SearchStrategy genetic(
      SearchSpace space, Map<String, ?> parameters, Objective... objectives) {
    return new GeneticSearch(
        ToySpaces.problem(space, objectives), GeneticParameters.of(parameters));
  }

  private static Proposal.Fresh fresh(SearchStrategy strategy, long number) {
    return (Proposal.Fresh) strategy.ask(LedgerRun.turn(6, number)).orElseThrow();
  }

  private static Map<String, Double> failsOften(Architecture architecture) {
    return architecture.integer("d0") == 0 ? Map.of() : ToySpaces.closeness(architecture);
  }

  private static Trial trial(long number, Proposal.Fresh proposal) {
    return Trial.scored(number, proposal, ToySpaces.closeness(proposal.architecture()));
  }
}
