package dev.espalier.eval;

import dev.espalier.datasets.Dataset;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Task;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.space.SearchSpace;
import java.util.OptionalLong;

/**
 * What an evaluator works on.
 *
 * @param space where candidates come from
 * @param dataset loaded, divided and prepared
 * @param task told by the data
 * @param engine what computes networks, where any are
 * @param recipes how networks are trained, as far as that is not searched
 * @param trialMemory bytes that one evaluation may take; empty for any
 */
public record EvaluatorSetting(
    SearchSpace space,
    Dataset dataset,
    Task task,
    Engine engine,
    RecipeSpace recipes,
    OptionalLong trialMemory) {}
