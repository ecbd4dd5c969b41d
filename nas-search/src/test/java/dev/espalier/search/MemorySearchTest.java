package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.MemoryData;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on data that a program holds in memory. */
class MemorySearchTest {
  @TempDir private Path folder = Path.of("");

  /** Two channels, of which the brighter one is the class. */
  private static MemoryData images(int rows, long seed) {
    Random random = new Random(seed);
    float[][] images = new float[rows][2 * 8 * 8];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 2;
      for (int i = 0; i < images[row].length; i++) {
        images[row][i] = random.nextFloat() + (i / 64 == labels[row] ? 1 : 0);
      }
    }
    return MemoryData.classes(new FeatureShape.Image(2, 8, 8), images, labels);
  }

  private static Experiment experiment() {
    return Experiment.builder("memory")
        .dataset(DatasetSpec.inMemory().splitSeed(1).build())
        .space(SpaceChoice.preset("cnn-cells"))
        .fidelity(Fidelity.epochs(2))
        .budget(Budget.trials(2))
        .retraining(new Retraining(1, 1, 3))
        .build();
  }

  @Test
  @Tag("slow")
  void imagesOfTwoChannelsAreSearchedRetrainedAndGoneOnWith()
      throws IOException, InterruptedException {
    SearchResult result =
        Search.of(experiment()).data(images(200, 1), images(50, 2)).in(folder).run();
    assertTrue(result.comparison().get(0).score().mean() > 0.9, result.comparison().toString());
    assertTrue(Files.exists(result.folder().model()));
    Runs.Watcher again = new Runs.Watcher();
    Search.of(experiment()).data(images(200, 1), images(50, 2)).in(folder).listener(again).run();
    assertTrue(again.found);
    assertEquals("memory", StudyStatus.of(result.folder()).outline().name());

    Search other = Search.of(experiment()).data(images(200, 3), images(50, 2)).in(folder);
    assertThrows(IllegalArgumentException.class, other::run, "other data, another study");
  }

  @Test
  void withoutTheDataTheExperimentIsRefused() {
    Search search = Search.of(experiment()).in(folder);
    assertTrue(
        String.valueOf(assertThrows(IllegalArgumentException.class, search::check).getMessage())
            .contains("handed over in memory"));
  }

  @Test
  void theDatasetMustBeGivenAndTheSpaceMayFollowFromIt() {
    assertEquals(
        "experiment x: dataset is missing; must be given by dataset(DatasetSpec.named(..), .at(path) or .inMemory())",
        assertThrows(IllegalArgumentException.class, () -> Experiment.builder("x").build())
            .getMessage());
    Experiment brief = Experiment.builder("x").dataset(DatasetSpec.named("digits").build()).build();
    assertEquals("cnn-cells", Search.of(brief).in(folder).check().space().name());
  }
}
