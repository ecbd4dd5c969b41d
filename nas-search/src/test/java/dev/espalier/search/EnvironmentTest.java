package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.parameter.Part;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {
  @Test
  void whatDecidesKernelsIsRecorded() {
    String here = Environment.record();
    for (String part : List.of("instructions: ", "winograd: ", "nd4j level: ", "cpu: ")) {
      assertTrue(here.contains(part), here);
    }
    assertEquals("", Environment.differences(here, here));
  }

  @Test
  void whatDiffersIsNamed() {
    assertEquals(
        "instructions (avx2, was avx512_core), winograd (no, was unknown)",
        Environment.differences(
            "instructions: avx512_core\ncpu: x", "instructions: avx2\ncpu: x\nwinograd: no"));
  }

  @Test
  @Tag("slow")
  void aResumeOnAnotherMachineSaysWhatDiffers(@TempDir Path folder)
      throws IOException, InterruptedException {
    search(2).in(folder).run();
    StudyFolder files = new StudyFolder(folder);
    try (SqliteStudyStore store = SqliteStudyStore.open(files.store())) {
      assertEquals(List.of(Environment.record()), store.notes("environment"));
      store.noted(
          "environment", Environment.record().replaceFirst("winograd: .*", "winograd: maybe"));
    }
    List<String> warnings = new ArrayList<>();
    search(3)
        .in(folder)
        .listener(
            new SearchListener() {
              @Override
              public void warned(String message) {
                warnings.add(message);
              }
            })
        .run();
    assertTrue(warnings.stream().anyMatch(each -> each.contains("was maybe")), warnings.toString());
  }

  private static Search search(int trials) {
    return Search.of(
        Experiment.builder("elsewhere")
            .dataset(DatasetSpec.named("digits").build())
            .space(SpaceChoice.preset("cnn-cells"))
            .strategy(Part.of("random"))
            .maximize("val_accuracy")
            .fidelity(new Fidelity(1, 0.1))
            .budget(Budget.trials(trials))
            .retraining(new Retraining(1, 1, 1))
            .build());
  }
}
