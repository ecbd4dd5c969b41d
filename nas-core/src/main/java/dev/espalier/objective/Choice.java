package dev.espalier.objective;

import dev.espalier.trial.Trial;

/**
 * The trial to go on with, and how far it could be below the best.
 *
 * @param winner the one
 * @param best the one with the best first objective, which may be the same
 * @param error of the best one's first objective; what is within it counts as good
 */
public record Choice(Trial winner, Trial best, StandardError error) {}
