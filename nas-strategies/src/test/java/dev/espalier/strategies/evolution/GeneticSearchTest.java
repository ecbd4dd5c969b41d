package dev.espalier.strategies.evolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.ToySpaces;
import dev.espalier.strategies.ToyStudy;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.SearchStrategyContract;
import dev.espalier.strategy.StrategySetting;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticSearchTest extends SearchStrategyContract {
  private static final Objective ACCURACY = Objective.maximize("val_accuracy");
  private static final Objective MACS = Objective.minimize("macs");
  private static final SearchSpace SPACE = ToySpaces.of(12, 4);

  @Override
  protected SearchStrategy create(StrategySetting setting) {
    return new GeneticSearch(setting, GeneticParameters.of(Map.of()));
  }

  @Test
  void asksForAGenerationAndThenWaitsUntilAllOfItIsTold() {
    SearchStrategy strategy = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    List<Proposal> first = new ArrayList<>();
    for (int ask = 0; ask < 4; ask++) {
      first.add(strategy.ask(Seeds.generator(1, "ask", ask)).orElseThrow());
    }

    for (int number = 0; number < 4; number++) {
      assertEquals(Optional.empty(), strategy.ask(Seeds.generator(1, "ask", 4)));
      strategy.tell(trial(number, first.get(number)));
    }
    Proposal child = strategy.ask(Seeds.generator(1, "ask", 4)).orElseThrow();

    assertTrue(first.stream().allMatch(proposal -> proposal.parents().isEmpty()));
    assertFalse(child.parents().isEmpty());
  }

  @Test
  void childrenDescendFromOneOrTwoScoredTrialsBeforeThem() {
    List<Trial> trials = study(genetic(SPACE, Map.of(), ACCURACY), 2, a -> failsOften(a)).run(200);

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
        study(genetic(SPACE, Map.of(), ACCURACY), 3, ToySpaces::closeness).run(600);

    assertEquals(600, trials.stream().map(Trial::architecture).distinct().count());
  }

  @Test
  void minimisesWhereLessIsBetter() {
    List<Trial> trials =
        study(genetic(ToySpaces.of(6, 4), Map.of(), MACS), 4, ToySpaces::tradeOff).run(250);

    assertEquals(0.0, trials.stream().mapToDouble(trial -> trial.metric("macs")).min().orElse(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 40})
  void aShorterStudyIsTheBeginningOfALongerOne(int lookAhead) {
    List<Trial> whole = prefix(lookAhead, 80);

    for (int length = 0; length < 80; length++) {
      assertEquals(whole.subList(0, length), prefix(lookAhead, length));
    }
  }

  private static List<Trial> prefix(int lookAhead, int trials) {
    SearchStrategy strategy = genetic(SPACE, Map.of(), ACCURACY, MACS);
    return new ToyStudy(strategy, 5, lookAhead, ToySpaces::tradeOff).run(trials);
  }

  @Test
  void ignoresTrialsThatItDidNotPropose() {
    SearchStrategy undisturbed = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    SearchStrategy disturbed = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    for (int number = 0; number < 40; number++) {
      Proposal proposal = undisturbed.ask(Seeds.generator(6, "ask", number)).orElseThrow();
      Proposal same = disturbed.ask(Seeds.generator(6, "ask", number)).orElseThrow();
      assertEquals(proposal, same);
      Architecture other = SPACE.mutate(proposal.architecture(), Seeds.generator(number));

      undisturbed.tell(trial(number, proposal));
      disturbed.tell(trial(number, Proposal.of(other, proposal.fidelity())));
      disturbed.tell(trial(number, proposal));
    }
  }

  @Test
  void duplicatesTakeNoPlaceInThePopulation() {
    SearchStrategy strategy = genetic(SPACE, Map.of("populationSize", 4), ACCURACY);
    for (int number = 0; number < 12; number++) {
      Proposal proposal = strategy.ask(Seeds.generator(6, "ask", number)).orElseThrow();
      assertEquals(List.of(), proposal.parents(), "there is nobody to descend from");
      Trial original = trial(number, proposal);
      strategy.tell(original.finished(TrialState.DUPLICATE, original.metrics(), 0.0, ""));
    }
  }

  @Test
  void drawsAnewWhenAllTrialsFail() {
    List<Trial> trials = study(genetic(SPACE, Map.of(), ACCURACY), 7, a -> Map.of()).run(100);

    assertEquals(100, trials.size());
    assertTrue(trials.stream().allMatch(trial -> trial.parents().isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 100})
  void proposesEveryArchitectureOfATinySpaceOnceAndIsThenExhausted(int populationSize) {
    Map<String, Integer> parameters =
        Map.of("populationSize", populationSize, "tournamentSize", 2, "elites", 1);
    SearchStrategy strategy = genetic(ToySpaces.of(3, 3), parameters, ACCURACY);

    List<Trial> trials = study(strategy, 8, ToySpaces::tradeOff).run(100);

    assertEquals(27, trials.size());
    assertEquals(27, new HashSet<>(trials.stream().map(Trial::architecture).toList()).size());
  }

  @Test
  void aSpaceOfOneArchitectureIsExhaustedAfterIt() {
    SearchStrategy strategy = genetic(ToySpaces.of(2, 1), Map.of(), ACCURACY, MACS);

    assertEquals(1, study(strategy, 9, ToySpaces::tradeOff).run(10).size());
  }

  @Test
  void aPopulationOfTwoClimbsAsWell() {
    Map<String, Integer> two = Map.of("populationSize", 2, "tournamentSize", 2, "elites", 1);

    List<Trial> trials =
        study(genetic(ToySpaces.of(6, 4), two, ACCURACY), 10, ToySpaces::closeness).run(300);

    Set<Double> scores = new HashSet<>();
    trials.forEach(trial -> scores.add(trial.metric("val_accuracy")));
    assertTrue(scores.contains(1.0), scores.toString());
  }

  private static SearchStrategy genetic(
      SearchSpace space, Map<String, ?> parameters, Objective... objectives) {
    StrategySetting setting = ToySpaces.setting(space, objectives);
    return new GeneticSearch(setting, GeneticParameters.of(parameters));
  }

  private static ToyStudy study(
      SearchStrategy strategy, long seed, Function<Architecture, Map<String, Double>> score) {
    return new ToyStudy(strategy, seed, 4, score);
  }

  private static Map<String, Double> failsOften(Architecture architecture) {
    return architecture.integer("d0") == 0 ? Map.of() : ToySpaces.closeness(architecture);
  }

  private static Trial trial(long number, Proposal proposal) {
    return ToyStudy.trial(number, proposal, ToySpaces.closeness(proposal.architecture()));
  }
}
