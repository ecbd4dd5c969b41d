package dev.espalier.cli;

import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Metric;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Parameter;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.StrategyFactory;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists what a YAML file may name, with parameters and defaults.")
final class ListCommand implements Callable<Integer> {
  /** What can be listed. */
  enum Kind {
    OPERATIONS,
    PRESETS,
    STRATEGIES,
    METRICS
  }

  @Parameters(paramLabel = "KIND", description = "operations, presets, strategies or metrics")
  private Kind kind = Kind.OPERATIONS;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    switch (kind) {
      case OPERATIONS -> operations(out);
      case PRESETS -> presets(out);
      case STRATEGIES -> strategies(out);
      case METRICS -> metrics(out);
    }
    return ExitCode.DONE;
  }

  private static void operations(PrintWriter out) {
    for (Operation operation : OperationRegistry.standard().operations()) {
      out.printf("%-20s %s%n", operation.id(), operation.summary());
    }
  }

  private static void presets(PrintWriter out) {
    for (String name : Presets.names()) {
      out.println(name);
      Presets.yaml(name)
          .lines()
          .takeWhile(line -> line.startsWith("#"))
          .forEach(line -> out.println("  " + line.substring(1).strip()));
    }
  }

  private static void strategies(PrintWriter out) {
    for (StrategyFactory factory : Strategies.registry().factories()) {
      out.printf("%s: %s%n", factory.id(), factory.summary());
      for (Parameter<?> parameter : factory.parameters()) {
        out.printf(
            "  %-20s default %s: %s%n",
            parameter.name(), parameter.plainDefault(), parameter.summary());
      }
    }
  }

  private static void metrics(PrintWriter out) {
    for (Task task : Task.values()) {
      out.println(task.id());
      for (Metric metric : task.metrics()) {
        out.printf("  %-20s %s%n", metric.on(Split.VALIDATION), metric.direction().id());
      }
      out.printf("  %-20s %s%n", "val_loss", "minimize");
    }
    out.println("costs, known before training");
    for (CostMetric cost : CostMetric.values()) {
      out.printf("  %-20s %s%n", cost.id(), "minimize");
    }
  }
}
