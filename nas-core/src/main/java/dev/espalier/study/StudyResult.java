package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Choice;
import dev.espalier.objective.ParetoFront;
import dev.espalier.objective.Ranking;
import dev.espalier.objective.StandardError;
import dev.espalier.objective.Winner;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * What a study came to.
 *
 * @param settings its rules
 * @param trials all trials by number, as they are stored
 * @param judged all trials by number, with the scores they are ranked by: under {@link
 *     DuplicatePolicy#AVERAGE} the mean over all evaluations of the same network, otherwise their
 *     own
 * @param ended why it stopped
 */
public record StudyResult(
    StudySettings settings,
    ImmutableList<Trial> trials,
    ImmutableList<Trial> judged,
    EndReason ended) {

  /** Of trials, as the settings judge them. */
  public static StudyResult of(
      StudySettings settings, ImmutableList<Trial> trials, EndReason ended) {
    return new StudyResult(settings, trials, settings.duplicates().judged(trials), ended);
  }

  /** Scored trials that keep to the constraints, the best first, without duplicates. */
  public ImmutableList<Trial> ranking() {
    return Ranking.of(judged, settings.objectives(), settings.constraints());
  }

  /** Scored trials that no other beats. */
  public ParetoFront front() {
    return ParetoFront.of(judged, settings.objectives(), settings.constraints());
  }

  /** The trial to go on with; see {@link Winner}. Empty if none was scored. */
  public Optional<Choice> choice() {
    String metric = settings.objectives().get(0).metric();
    return Winner.of(
        judged,
        settings.objectives(),
        settings.constraints(),
        best ->
            StandardError.of(
                best, metric, trials, settings.duplicates() == DuplicatePolicy.AVERAGE));
  }
}
