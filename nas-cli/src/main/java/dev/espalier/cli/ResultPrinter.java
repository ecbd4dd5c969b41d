package dev.espalier.cli;

import dev.espalier.eval.audit.RankCorrelation;
import dev.espalier.objective.Objective;
import dev.espalier.search.Audit;
import dev.espalier.search.FinalResult;
import dev.espalier.search.SearchResult;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.trial.Budget;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the end of a search for people. */
final class ResultPrinter {
  private final PrintWriter out;

  ResultPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(SearchResult result) {
    List<Trial> trials = result.study().trials();
    out.printf(
        "%nStudy %s, seed %s: %s trials (%s); ended: %s%n",
        result.experiment().name(),
        result.experiment().seed(),
        trials.size(),
        states(trials),
        result.study().ended().id());
    if (result.study().ended() == EndReason.EXHAUSTED) {
      out.printf(
          "No new network is left to try, or the last %s proposals were all networks that had been tried.%n",
          EndReason.MOST_STALE);
    }
    printFront(result);
    result.audit().ifPresent(this::print);
    result.outcome().ifPresentOrElse(outcome -> printOutcome(result, outcome), this::printNothing);
    out.printf("%nFiles in %s%n", result.folder().directory());
    printNext(result);
  }

  private static String states(List<Trial> trials) {
    return trials.stream()
        .collect(Collectors.groupingBy(Trial::state, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .map(entry -> "%s %s".formatted(entry.getValue(), entry.getKey().id()))
        .collect(Collectors.joining(", "));
  }

  private void printFront(SearchResult result) {
    List<Trial> front = result.study().front().trials();
    if (front.isEmpty()) {
      return;
    }
    Set<String> metrics =
        Stream.concat(
                result.study().settings().objectives().stream().map(Objective::metric),
                Stream.of("params"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    TextTable table =
        new TextTable(Stream.concat(Stream.of("trial"), metrics.stream()).toArray(String[]::new));
    long winner = result.outcome().map(outcome -> outcome.winner().number()).orElse(-1L);
    for (Trial trial : front) {
      String mark = trial.number() == winner ? " *" : "";
      table.row(
          Stream.concat(
                  Stream.of(trial.number() + mark),
                  metrics.stream().map(metric -> Format.metric(trial.metric(metric))))
              .toArray(String[]::new));
    }
    out.printf("%nPareto front (* the winner)%n%s%n", table);
  }

  private void print(Audit audit) {
    RankCorrelation own = audit.own();
    out.printf(
        Locale.ROOT,
        "%nHow well %s ranked: %s of the trials were trained alone for %s epochs%n%s%n",
        audit.metric(),
        audit.trials().size(),
        audit.epochs(),
        ranks(audit));
    if (audit.noBetterThanCosts()) {
      out.printf(
          "The scores of this search rank no better than a cost does: choose by trainings%n"
              + "(retrain.topK), or train what is shared for longer (evaluator.training.epochs).%n");
    } else if (own.low() <= 0.0) {
      out.printf("On so few networks that may be chance: the interval holds 0.%n");
    }
  }

  private static TextTable ranks(Audit audit) {
    TextTable table = new TextTable("ranked by", "Kendall tau", "95 % interval");
    Stream.concat(
            Stream.of(audit.metric()),
            audit.ranks().keySet().stream().filter(id -> !id.equals(audit.metric())).sorted())
        .forEach(
            id -> {
              RankCorrelation rank = Objects.requireNonNull(audit.ranks().get(id));
              table.row(
                  id,
                  String.format(Locale.ROOT, "%.2f", rank.tau()),
                  String.format(Locale.ROOT, "%.2f to %.2f", rank.low(), rank.high()));
            });
    return table;
  }

  private void printOutcome(SearchResult result, FinalResult outcome) {
    Objective first = result.study().settings().objectives().get(0);
    out.printf(
        "%nWinner: trial %s, %s %s",
        outcome.winner().number(),
        first.metric(),
        Format.metric(outcome.winner().metric(first.metric())));
    if (!outcome.rule().isEmpty()) {
      out.printf(", %s", outcome.rule());
    }
    out.printf("%n%n%s%n", outcome.drawing().stripTrailing());
    ComparisonRow own = outcome.comparison().get(0);
    TextTable table =
        new TextTable("network", own.metric(), "std", "MACs", "params", "learning rate");
    for (ComparisonRow row : outcome.comparison()) {
      table.row(
          row.network(),
          row.scored() ? Format.metric(row.score().mean()) : "diverged",
          spread(row),
          Format.count(row.cost().macs()),
          Format.count(row.cost().params()),
          Double.toString(row.learningRate()));
    }
    out.printf(
        "%nOn the test split, after final trainings of %s epochs%n%s%n",
        result.experiment().retraining().epochs(), table);
    Fidelity trial = result.experiment().fidelity();
    if (result.experiment().retraining().epochs() < trial.epochs() * trial.trainFraction()) {
      out.printf(
          "That is shorter than a trial (%s): --set retrain.epochs=N trains longer on this study.%n",
          trial);
    }
    if (outcome.comparison().size() > 1) {
      out.printf(
          "The learning rate of a reference network is the best of a short sweep on training and%n"
              + "validation data.%n");
    }
    if (outcome.testOpenings() > 1) {
      out.printf(
          "The test split was opened %s times in this study, each time for another winner or another%n"
              + "training: choosing among these by their test scores would make them too good.%n",
          outcome.testOpenings());
    }
    outcome
        .beatenBy()
        .ifPresent(
            row ->
                out.printf(
                    Locale.ROOT,
                    "The winner is worse than the %s by %.1f standard errors: try more trials"
                        + " (budget.trials), longer ones (evaluator.fidelity.epochs), or a space of"
                        + " larger networks.%n",
                    row.network(),
                    row.standardErrorsAbove(own)));
  }

  /** Over the seeds that came through. */
  private static String spread(ComparisonRow row) {
    String seeds = row.values().size() == 1 ? "1 seed" : row.values().size() + " seeds";
    String lost = row.diverged() == 0 ? "" : ", %s diverged".formatted(row.diverged());
    return row.values().size() > 1
        ? "%s (%s%s)".formatted(Format.metric(row.score().std()), seeds, lost)
        : seeds + lost;
  }

  private void printNothing() {
    out.printf("%nNo winner.%n");
  }

  private static String doubled(SearchResult result) {
    Budget budget = result.experiment().budget();
    return budget.trials().isPresent()
        ? "budget.trials=" + 2 * budget.trials().getAsInt()
        : "budget.trainings=" + 2 * budget.trainings().orElseThrow();
  }

  private void printNext(SearchResult result) {
    String file = result.folder().architecture().toString();
    if (result.outcome().isPresent()) {
      out.printf("Train the winner again: scripts/nas train %s --seeds 3%n", file);
      out.printf("Search on: the same command with --set %s%n", doubled(result));
    } else if (result.study().trials().stream().anyMatch(t -> t.state() == TrialState.FAILED)) {
      out.printf("Why trials failed: the column reason of %s%n", result.folder().trials());
    }
  }
}
