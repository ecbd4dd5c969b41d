package dev.espalier.strategy;

import java.util.random.RandomGenerator;

/**
 * One ask of a strategy.
 *
 * @param number if the strategy answers, this is the number of the trial
 * @param random source of all randomness of this ask; derived from the study's seed and the number,
 *     so that an ask that is repeated draws the same
 */
public record Turn(long number, RandomGenerator random) {}
