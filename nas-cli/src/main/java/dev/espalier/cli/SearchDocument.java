package dev.espalier.cli;

import dev.espalier.search.Audit;
import dev.espalier.search.FinalResult;
import dev.espalier.search.SearchResult;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.trial.Trial;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The end of a search as a JSON document. */
final class SearchDocument {
  private SearchDocument() {}

  static Document of(SearchResult result) {
    return new Document()
        .put("study", result.experiment().name())
        .put("seed", result.experiment().seed())
        .put("folder", result.folder().directory())
        .put("ended", result.study().ended().id())
        .put("interrupted", result.interrupted())
        .put(
            "trials",
            Documents.states(
                result.study().trials().stream()
                    .collect(Collectors.groupingBy(Trial::state, Collectors.counting()))))
        .put("front", result.study().front().trials().stream().map(Documents::trial).toList())
        .put("audit", result.audit().map(SearchDocument::audit))
        .put("winner", result.outcome().map(outcome -> winner(result, outcome)));
  }

  private static Document audit(Audit audit) {
    Map<String, Document> ranks = new TreeMap<>();
    audit
        .ranks()
        .forEach(
            (id, rank) ->
                ranks.put(
                    id,
                    new Document()
                        .put("tau", rank.tau())
                        .put("low", rank.low())
                        .put("high", rank.high())));
    return new Document()
        .put("metric", audit.metric())
        .put("epochs", audit.epochs())
        .put("trials", audit.trials())
        .put("ranks", ranks)
        .put("noBetterThanCosts", audit.noBetterThanCosts());
  }

  private static Document winner(SearchResult result, FinalResult outcome) {
    return Documents.trial(outcome.winner())
        .put("rule", outcome.rule())
        .put("architecture", result.folder().architecture())
        .put("model", result.folder().model())
        .put("epochs", result.experiment().retraining().epochs())
        .put("comparison", outcome.comparison().stream().map(SearchDocument::row).toList())
        .put("testOpenings", outcome.testOpenings());
  }

  private static Document row(ComparisonRow row) {
    return new Document()
        .put("network", row.network())
        .put("metric", row.metric())
        .put("mean", row.scored() ? row.score().mean() : null)
        .put("std", row.scored() ? row.score().std() : null)
        .put("values", row.values())
        .put("diverged", row.diverged())
        .put("macs", row.cost().macs())
        .put("params", row.cost().params())
        .put("learningRate", row.learningRate());
  }
}
