package dev.espalier.strategies.controller;

/**
 * How a controller learns.
 *
 * @param batchSize episodes an update, at least 1
 * @param baselineDecay of the moving average that rewards are compared with, in [0, 1)
 * @param entropyWeight of the entropy in what is made greater, 0 or above
 * @param clip how far PPO lets a probability move in one update, as a share; 0 for plain REINFORCE
 * @param epochs passes over a batch with PPO, at least 1
 */
record Learning(
    int batchSize, double baselineDecay, double entropyWeight, double clip, int epochs) {}
