package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.trial.Trial;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the search settled on, retrained and tested.
 *
 * @param winner the trial
 * @param candidates the trials that it was chosen from by longer trainings; itself alone if that
 *     was not asked for
 * @param rule how it was chosen, such as "the cheapest within one standard error (0.0115, of the
 *     validation examples) of the best"
 * @param network what it stands for
 * @param drawing its cells as text
 * @param comparison the winner first, then the reference networks, each trained by the winner's
 *     recipe with the learning rate that suits it; the winner alone if the search was stopped
 *     before that
 * @param testOpenings how often the study has opened the test split so far; from the second time on
 *     its scores are no longer quite untouched by choice
 * @param seconds wall-clock seconds of the final trainings
 */
public record FinalResult(
    Trial winner,
    ImmutableList<Trial> candidates,
    String rule,
    Network network,
    String drawing,
    ImmutableList<ComparisonRow> comparison,
    int testOpenings,
    double seconds) {

  /** The row of the winner. */
  public ComparisonRow own() {
    return comparison.get(0);
  }

  /**
   * The reference network that is clearly better than the winner: by more than two standard errors
   * of the difference, which takes two seeds or more to tell. The best of them, if there are
   * several.
   */
  public Optional<ComparisonRow> beatenBy() {
    return comparison.stream()
        .skip(1)
        .filter(ComparisonRow::scored)
        .filter(row -> row.standardErrorsAbove(own()) > 2.0)
        .max(Comparator.comparingDouble(row -> row.standardErrorsAbove(own())));
  }

  FinalResult with(ImmutableList<ComparisonRow> rows, double spent) {
    return new FinalResult(winner, candidates, rule, network, drawing, rows, testOpenings, spent);
  }
}
