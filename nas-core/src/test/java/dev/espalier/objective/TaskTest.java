package dev.espalier.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {

  @Test
  void tasksAreFoundByTheIdThatFilesSpell() {
    for (Task task : Task.values()) {
      assertEquals(task, Task.of(task.id()));
    }
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Task.of("classify"));
    assertEquals(
        "task 'classify' must be one of [classification, regression, language_model]",
        error.getMessage());
  }

  @Test
  void everyTaskNamesItsMetricsThePrimaryFirst() {
    assertEquals(
        List.of("accuracy", "balanced_accuracy", "macro_f1", "auroc", "log_loss"),
        Task.CLASSIFICATION.metrics().stream().map(Metric::id).toList());
    assertEquals("rmse", Task.REGRESSION.primary().id());
    assertEquals("perplexity", Task.LANGUAGE_MODEL.primary().id());
  }

  @Test
  void metricsGetThePrefixOfTheirSplit() {
    Metric mae = Task.REGRESSION.metric("mae");

    assertEquals("test_mae", mae.on(Split.TEST));
    assertEquals(Objective.minimize("val_mae"), mae.objective(Split.VALIDATION));
  }

  @Test
  void anUnknownMetricIsRefusedWithThoseThereAre() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Task.REGRESSION.metric("accuracy"));
    assertEquals(
        "metric 'accuracy' must be one of [rmse, mae, r2] for regression", error.getMessage());
  }

  @Test
  void costsAreMetrics() {
    Network.Builder network = Network.builder(new Shape.Vector(3));
    network.add("logits", Dense.of(2), 0);
    assertEquals(
        ImmutableMap.of(
            "macs", 6.0, "flops", 14.0, "params", 8.0, "activation_bytes", 20.0, "depth", 1.0),
        CostMetric.all(network.build()));
    assertEquals(Objective.minimize("macs"), CostMetric.MACS.objective());
    assertFalse(CostMetric.isCost("val_accuracy"));
  }
}
