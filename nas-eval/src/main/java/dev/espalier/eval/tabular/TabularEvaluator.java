package dev.espalier.eval.tabular;

import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Objective;
import dev.espalier.trial.Fidelity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Looks a candidate up in a table of results: its metrics are the signal of the table, by the name
 * of its column, and the costs. What the table reports stays out of it. Thread-safe.
 */
public final class TabularEvaluator implements Evaluator {
  private final ResultTable table;

  public TabularEvaluator(ResultTable table) {
    this.table = table;
  }

  @Override
  public String id() {
    return "tabular:" + table.name();
  }

  @Override
  public String dataFingerprint() {
    return table.fingerprint();
  }

  /** The signal, and each cost, of which less is better. */
  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    Objective signal = table.signal();
    ImmutableSet.Builder<DeclaredMetric> metrics = ImmutableSet.builder();
    metrics.add(new DeclaredMetric(signal.metric(), signal.direction()));
    table.costs().forEach(cost -> metrics.add(DeclaredMetric.minimized(cost)));
    return metrics.build();
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return (candidate, context) -> look(candidate, context.fidelity());
  }

  /**
   * What the table holds of a candidate.
   *
   * @throws EvaluationException if it is none of the table's
   */
  public Evaluation look(Candidate candidate, Fidelity fidelity) {
    TableRow row =
        table
            .row(candidate.architecture())
            .orElseThrow(
                () ->
                    new EvaluationException(
                        "table %s has no row of %s"
                            .formatted(table.name(), candidate.architecture())));
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(table.signal().metric(), row.signal());
    metrics.putAll(row.costs());
    return Evaluation.of(fidelity, metrics).withSeconds(row.seconds().orElse(0.0));
  }
}
