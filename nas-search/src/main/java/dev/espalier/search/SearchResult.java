package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * What a search came to.
 *
 * @param folder its files
 * @param experiment what was searched
 * @param study every trial, the ranking and the Pareto front
 * @param audit how well the ranking was found to be, where its scores stand in for trainings
 * @param outcome the retrained winner; empty if no trial was completed, or the search was
 *     interrupted before it was retrained
 * @param interrupted whether the search was stopped; run again, it goes on
 */
public record SearchResult(
    StudyFolder folder,
    Experiment experiment,
    StudyResult study,
    Optional<Audit> audit,
    Optional<FinalResult> outcome,
    boolean interrupted) {

  /**
   * The trial that won.
   *
   * @throws IllegalStateException if there is none
   */
  public Trial winner() {
    return settled().winner();
  }

  /** The network of the winner; see {@link #winner}. */
  public Network network() {
    return settled().network();
  }

  /** How the winner was trained, and trained again; see {@link #winner}. */
  public Recipe recipe() {
    return experiment.recipes().recipe(winner().architecture());
  }

  /** The winner's cells as text; see {@link #winner}. */
  public String drawing() {
    return settled().drawing();
  }

  /** The winner and the reference networks on the test split; see {@link #winner}. */
  public ImmutableList<ComparisonRow> comparison() {
    return settled().comparison();
  }

  private FinalResult settled() {
    return outcome.orElseThrow(
        () ->
            new IllegalStateException(
                "the search in %s has no winner; it ended as %s"
                    .formatted(folder.directory(), study.ended().id())));
  }
}
