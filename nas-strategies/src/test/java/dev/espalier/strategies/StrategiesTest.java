package dev.espalier.strategies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategies.evolution.GeneticSearch;
import dev.espalier.strategies.random.RandomSearch;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategiesTest {
  private static final SearchProblem PROBLEM =
      ToySpaces.problem(ToySpaces.of(3, 3), Objective.maximize("val_accuracy"));

  @Test
  void namesAreSorted() {
    assertEquals(
        List.of(
            "genetic",
            "greedy",
            "grid",
            "local_search",
            "nsga2",
            "random",
            "regularized_evolution",
            "reinforce",
            "simulated_annealing"),
        Strategies.names());
  }

  @Test
  void createsAStrategyByItsName() {
    assertInstanceOf(RandomSearch.class, Strategies.create("random", PROBLEM, Map.of()));
    assertInstanceOf(
        GeneticSearch.class,
        Strategies.create("genetic", PROBLEM, Map.of("populationSize", 4, "mutationRate", 1)));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertEquals(
        "strategy 'genetics' is unknown; known are " + Strategies.names(),
        error("genetics", Map.of()).getMessage());
  }

  @Test
  void anUnknownParameterIsAnsweredWithTheKnownOnes() {
    assertEquals(
        "parameter 'size' is unknown; known are [populationSize, offspringFraction, mutationRate,"
            + " crossoverRate, tournamentSize, elites, selector, crossover, mutation, asynchronous]",
        error("genetic", Map.of("size", 3)).getMessage());
    assertEquals(
        "parameter 'size' is unknown; known are []",
        error("random", Map.of("size", 3)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "populationSize, 1, populationSize (1) must be a whole number from 2 to 10000",
    "offspringFraction, 0, offspringFraction (0) must be a number from 0.05 to 1.0",
    "mutationRate, 2, mutationRate (2) must be a number from 0.0 to 1.0",
    "crossoverRate, -1, crossoverRate (-1) must be a number from 0.0 to 1.0",
    "tournamentSize, 1, tournamentSize (1) must be a whole number from 2 to 100",
    "tournamentSize, 17, tournamentSize (17) must be at most populationSize (16)",
    "elites, -1, elites (-1) must be a whole number from 0 to 9999",
    "elites, 16, elites (16) must be less than populationSize (16)",
  })
  void aBadValueIsAnsweredWithWhatWouldBeRight(String name, int value, String message) {
    assertEquals(message, error("genetic", Map.of(name, value)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "regularized_evolution, populationSize, 0, populationSize (0) must be a whole number from 1 to 10000",
    "regularized_evolution, sampleSize, 25, sampleSize (25) must be at most populationSize (24)",
    "local_search, initialSamples, 0, initialSamples (0) must be a whole number from 1 to 10000",
    "grid, steps, 1, 'steps (1) must be 0 for all values, or at least 2'",
    "reinforce, batchSize, 0, batchSize (0) must be a whole number from 1 to 1000",
    "nsga2, populationSize, 1, populationSize (1) must be a whole number from 2 to 10000",
  })
  void aBadValueOfAnyStrategyIsAnsweredWithWhatWouldBeRight(
      String id, String name, int value, String message) {
    assertEquals(message, error(id, Map.of(name, value)).getMessage());
  }

  @Test
  void everyDefaultPassesItsOwnCheck() {
    for (StrategyFactory factory : Strategies.registry().factories()) {
      assertFalse(factory.summary().isBlank());
      factory.parameters().forEach(StrategiesTest::check);
    }
  }

  private static <T> void check(Parameter<T> parameter) {
    assertEquals(parameter.defaultValue(), parameter.check(parameter.defaultValue()));
    assertFalse(parameter.summary().isBlank());
  }

  /** A strategy that another jar brings. */
  public static final class Foreign implements StrategyFactory {
    @Override
    public String id() {
      return "random";
    }

    @Override
    public String summary() {
      return "Takes a name that is taken";
    }

    @Override
    public SearchStrategy create(
        SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
      return new RandomSearch(problem);
    }
  }

  @Test
  void aNameThatTwoJarsClaimIsAnErrorThatNamesBoth(@TempDir Path jar) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(StrategyFactory.class.getName()), Foreign.class.getName() + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (URLClassLoader withForeign = new URLClassLoader(new URL[] {jar.toUri().toURL()}, usual)) {
      thread.setContextClassLoader(withForeign);
      String message = assertThrows(IllegalArgumentException.class, Strategies::names).toString();
      assertTrue(message.contains("strategy 'random' is there twice"), message);
      assertTrue(message.contains(Foreign.class.getName()), message);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  private static IllegalArgumentException error(String id, Map<String, ?> parameters) {
    return assertThrows(
        IllegalArgumentException.class, () -> Strategies.create(id, PROBLEM, parameters));
  }
}
