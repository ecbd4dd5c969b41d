package dev.espalier.study;

import dev.espalier.evaluate.Candidate;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * A trial as it is asked for, and what is to be done with it.
 *
 * @param trial running; a duplicate names the trial whose outcome it will share
 * @param candidate what to evaluate; empty for a duplicate and a rejected trial
 * @param rejection why it fails without being evaluated; empty if it does not
 */
record Plan(Trial trial, Optional<Candidate> candidate, String rejection) {}
