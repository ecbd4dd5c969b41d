/**
 * Evolution on <a href="https://jenetics.io">Jenetics</a>: a population of architectures, from
 * which the better ones are drawn as parents of the next.
 *
 * <p>An architecture is one {@link dev.espalier.strategies.evolution.ArchitectureGene gene}; it is
 * varied only by the space's own {@code mutate} and {@code cross}, so that every child is valid in
 * whatever space. Jenetics gives genotypes, selectors and alterers. Its {@code Engine} pulls
 * fitness out of a function and cannot wait for trials that a study runs elsewhere, so {@link
 * dev.espalier.strategies.evolution.GeneticSearch} steps through the generations itself.
 *
 * <p>Papers: tournaments, Goldberg and Deb, <i>A Comparative Analysis of Selection Schemes Used in
 * Genetic Algorithms</i>, FOGA 1991; several objectives, Deb, Pratap, Agarwal and Meyarivan, <i>A
 * Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II</i>, IEEE TEVC 6(2), 2002; for
 * architectures, Xie and Yuille, <i>Genetic CNN</i>, ICCV 2017, and Lu et al., <i>NSGA-Net</i>,
 * GECCO 2019.
 *
 * <pre>{@code
 * SearchStrategy strategy =
 *     new GeneticSearch(problem, GeneticParameters.of(Map.of("populationSize", 24)));
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.evolution;

import org.jspecify.annotations.NullMarked;
