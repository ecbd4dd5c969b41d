package dev.espalier.evaluate;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Objective;
import dev.espalier.space.SearchSpace;
import dev.espalier.trial.Ladder;

/**
 * What an evaluator is opened for.
 *
 * @param space where the candidates come from; what it draws keeps to the constraints on costs
 * @param objectives what they are chosen by; an evaluator measures the standard errors of these,
 *     where it can, by {@link dev.espalier.objective.StandardError#id}
 * @param ladder how far they are trained
 * @param seed of the study
 */
public record EvaluationProblem(
    SearchSpace space, ImmutableList<Objective> objectives, Ladder ladder, long seed) {}
