package dev.espalier.strategies.evolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.random.Seeds;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.ToySpaces;
import io.jenetics.Phenotype;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreedingTest {
  private static final SearchSpace SPACE = ToySpaces.of(12, 4);

  @Test
  void theElitesSurviveWhateverTheTournamentsSay() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(IntStream.range(0, 16).mapToObj(i -> new double[] {i * 5 % 16}).toList());

    for (int seed = 0; seed < 50; seed++) {
      Set<Double> survivors = new HashSet<>();
      survivors(population, Map.of(), 1, seed).forEach(s -> survivors.add(s.fitness().data()[0]));
      assertTrue(survivors.containsAll(Set.of(15.0, 14.0)), survivors.toString());
    }
  }

  @Test
  void withoutElitesTheBestMayDie() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(IntStream.range(0, 16).mapToObj(i -> new double[] {i}).toList());

    boolean died =
        IntStream.range(0, 50)
            .mapToObj(seed -> survivors(population, Map.of("elites", 0), 1, seed))
            .anyMatch(survivors -> survivors.stream().allMatch(s -> s.fitness().data()[0] < 15.0));

    assertTrue(died);
  }

  @Test
  void noIndividualSurvivesTwice() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(IntStream.range(0, 16).mapToObj(i -> new double[] {i}).toList());

    for (int seed = 0; seed < 50; seed++) {
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> survivors =
          survivors(population, Map.of(), 1, seed);
      assertEquals(survivors.size(), survivors.stream().distinct().count());
      assertTrue(survivors.size() <= 8);
    }
  }

  @Test
  void theFirstFrontSurvivesWithTwoObjectives() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(
            IntStream.range(0, 16)
                .mapToObj(i -> i % 2 == 0 ? new double[] {i, -i} : new double[] {i - 3, -i - 3})
                .toList());

    assertEquals(
        Set.of(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L),
        survivors(population, Map.of(), 2, 1).stream()
            .map(survivor -> survivor.genotype().gene().trials().get(0))
            .collect(Collectors.toSet()));
  }

  @Test
  void theBetterAreParentsMoreOften() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(IntStream.range(0, 16).mapToObj(i -> new double[] {i}).toList());
    int[] children = new int[16];

    children(population, Map.of("crossoverRate", 0), 1, 8_000)
        .forEach(child -> children[child.trials().get(0).intValue()]++);

    // The best of three draws of sixteen: rank r from below with probability 1/16^3 (3r^2+3r+1).
    assertEquals(8_000 * 721 / 4096.0, children[15], 120);
    assertEquals(8_000 * 169 / 4096.0, children[7], 70);
    assertTrue(children[0] < 20, Arrays.toString(children));
  }

  @Test
  void crossoverAndMutationKeepToTheirRates() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(IntStream.range(0, 16).mapToObj(i -> new double[] {0}).toList());
    Set<Object> parents = new HashSet<>();
    population.forEach(parent -> parents.add(parent.genotype().gene().allele()));

    ISeq<ArchitectureGene> crossed =
        children(population, Map.of("crossoverRate", 0.4, "mutationRate", 0), 1, 8_000);
    ISeq<ArchitectureGene> mutated =
        children(population, Map.of("crossoverRate", 0, "mutationRate", 0.3), 1, 8_000);

    // Of crossed pairs, 1 in 16 has one parent twice.
    double withTwoParents = crossed.stream().filter(child -> child.trials().size() == 2).count();
    assertEquals(8_000 * 0.4 * 15 / 16, withTwoParents, 250);
    double changed = mutated.stream().filter(child -> !parents.contains(child.allele())).count();
    assertEquals(8_000 * 0.3, changed, 160);
  }

  @Test
  void anOddNumberOfChildrenIsServed() {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population =
        population(List.of(new double[] {1}, new double[] {2}));

    assertEquals(7, children(population, Map.of(), 1, 7).size());
  }

  private static ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> survivors(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population,
      Map<String, ?> parameters,
      int objectives,
      long seed) {
    GeneticParameters all = GeneticParameters.of(parameters);
    Breeding breeding = new Breeding(all, objectives);
    return RandomRegistry.with(
        Seeds.generator(seed), random -> breeding.survivors(population, all.survivors()));
  }

  private static ISeq<ArchitectureGene> children(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population,
      Map<String, ?> parameters,
      int objectives,
      int count) {
    Breeding breeding = new Breeding(GeneticParameters.of(parameters), objectives);
    return RandomRegistry.with(
        Seeds.generator(17), random -> breeding.children(breeding.ranked(population), count, 1));
  }

  /** Trial numbers in order of the given fitness. */
  private static ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population(
      List<double[]> fitness) {
    RandomGenerator random = Seeds.generator(3);
    return IntStream.range(0, fitness.size())
        .mapToObj(
            trial ->
                Phenotype.of(
                    ArchitectureChromosome.genotype(
                        ArchitectureGene.ofTrial(SPACE, SPACE.sample(random), trial)),
                    1,
                    Vec.of(fitness.get(trial))))
        .collect(ISeq.toISeq());
  }
}
