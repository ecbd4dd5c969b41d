package dev.espalier.eval.tabular;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
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
    return metrics(table.spec());
  }

  /** What the table of a description holds. */
  static ImmutableSet<DeclaredMetric> metrics(TableSpec spec) {
    Objective signal = spec.signal();
    ImmutableSet.Builder<DeclaredMetric> metrics = ImmutableSet.builder();
    metrics.add(new DeclaredMetric(signal.metric(), signal.direction()));
    spec.costs().forEach(cost -> metrics.add(DeclaredMetric.minimized(cost.metric())));
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
            .row(decided(candidate.architecture()))
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

  /** Without what the table does not decide, such as how to train. */
  private Architecture decided(Architecture architecture) {
    ImmutableSet<String> names = table.decisionNames();
    return new Architecture(
        ImmutableMap.copyOf(Maps.filterKeys(architecture.values(), names::contains)));
  }
}
