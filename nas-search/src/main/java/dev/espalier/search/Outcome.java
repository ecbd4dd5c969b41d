package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import dev.espalier.trial.Trial;

/**
 * What the search settled on, retrained and tested.
 *
 * @param winner the trial
 * @param tolerance how far below the best first objective the winner was allowed to be, one
 *     standard error of the measurement
 * @param network what it stands for
 * @param drawing its cells as text
 * @param comparison the winner first, then the reference networks, all trained by the same recipe
 * @param seconds wall-clock seconds of the final trainings
 */
public record Outcome(
    Trial winner,
    double tolerance,
    Network network,
    String drawing,
    ImmutableList<ComparisonRow> comparison,
    double seconds) {}
