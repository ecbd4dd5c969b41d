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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    answer.print(this::print, this::document);
    return ExitCode.DONE;
  }

  private void print(PrintWriter out) {
    switch (kind) {
      case OPERATIONS -> operations(out);
      case PRESETS -> presets(out);
      case STRATEGIES -> strategies(out);
      case METRICS -> metrics(out);
    }
  }

  private Document document() {
    return new Document()
        .put(
            kind.name().toLowerCase(Locale.ROOT),
            switch (kind) {
              case OPERATIONS ->
                  OperationRegistry.standard().operations().stream()
                      .map(each -> named(each.id(), each.summary()))
                      .toList();
              case PRESETS ->
                  Presets.names().stream()
                      .map(name -> named(name, String.join(" ", about(name))))
                      .toList();
              case STRATEGIES ->
                  Strategies.registry().factories().stream().map(ListCommand::document).toList();
              case METRICS -> metrics();
            });
  }

  private static Document named(String id, String summary) {
    return new Document().put("id", id).put("summary", summary);
  }

  private static Document document(StrategyFactory factory) {
    return named(factory.id(), factory.summary())
        .put(
            "parameters",
            factory.parameters().stream()
                .map(
                    parameter ->
                        new Document()
                            .put("name", parameter.name())
                            .put("default", String.valueOf(parameter.plainDefault()))
                            .put("summary", parameter.summary()))
                .toList());
  }

  private static List<Document> metrics() {
    List<Document> metrics = new ArrayList<>();
    for (Task task : Task.values()) {
      for (Metric metric : task.metrics()) {
        metrics.add(
            metric(metric.on(Split.VALIDATION), metric.direction().id()).put("task", task.id()));
      }
      metrics.add(metric("val_loss", "minimize").put("task", task.id()));
    }
    for (CostMetric cost : CostMetric.values()) {
      metrics.add(metric(cost.id(), "minimize").put("task", null));
    }
    return metrics;
  }

  private static Document metric(String id, String direction) {
    return new Document().put("id", id).put("direction", direction);
  }

  private static void operations(PrintWriter out) {
    for (Operation operation : OperationRegistry.standard().operations()) {
      out.printf("%-20s %s%n", operation.id(), operation.summary());
    }
  }

  private static void presets(PrintWriter out) {
    for (String name : Presets.names()) {
      out.println(name);
      about(name).forEach(line -> out.println("  " + line));
    }
  }

  /** The comment that a preset begins with. */
  private static List<String> about(String preset) {
    return Presets.yaml(preset)
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .toList();
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
