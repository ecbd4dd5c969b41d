package dev.espalier.eval.tabular;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.catalog.DataHome;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.space.Decision;
import java.nio.file.Path;

/**
 * Makes {@link TabularEvaluator}, id {@code tabular}: candidates of a space whose decisions are
 * called as those of the table are looked up there.
 */
public final class TabularFactory implements EvaluatorFactory {
  private static final Parameter<String> TABLE =
      Parameter.text("table", "nas-bench-201", "name of a table, or a file that describes one");
  private static final Parameter<String> DATA =
      Parameter.text("data", "", "folder of a named table; default: that of the data sets");

  @Override
  public String id() {
    return "tabular";
  }

  @Override
  public String summary() {
    return "Looks every candidate up in a table of results, instead of training it";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(TABLE, DATA);
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics(
      Task task, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
    return TabularEvaluator.metrics(ResultTable.describe(values.get(TABLE)));
  }

  @Override
  public Evaluator create(
      EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
    String data = values.get(DATA);
    ResultTable table =
        ResultTable.read(values.get(TABLE), data.isEmpty() ? DataHome.directory() : Path.of(data));
    ImmutableList<String> names =
        setting.space().decisions().stream()
            .map(Decision::name)
            .collect(ImmutableList.toImmutableList());
    for (Decision decision : table.space().decisions()) {
      if (!names.contains(decision.name())) {
        throw new IllegalArgumentException(
            "table %s has decision '%s', space %s has only %s; must be a space whose decisions are those of the table"
                .formatted(table.name(), decision.name(), setting.space().name(), names));
      }
    }
    return new TabularEvaluator(table);
  }
}
