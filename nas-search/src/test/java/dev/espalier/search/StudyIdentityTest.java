package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.Evaluators;
import dev.espalier.parameter.Part;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.strategies.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a study the same study. */
class StudyIdentityTest {
  @TempDir private Path folder = Path.of("");

  private Path data(String name, String rows) throws IOException {
    Path file = folder.resolve(name).resolve("own.csv");
    Files.createDirectories(folder.resolve(name));
    return Files.writeString(file, "a,label\n" + rows.repeat(30));
  }

  private static Plan plan(Path data, Part strategy) {
    Experiment experiment =
        Experiment.builder("same")
            .dataset(DatasetSpec.at(data).label("label").build())
            .space(SpaceChoice.preset("mlp-cells"))
            .strategy(strategy)
            .build();
    return Plan.of(Problem.of(experiment), Strategies.registry(), Evaluators.registry());
  }

  @Test
  void aStudyWhoseDataMovedIsTheSame() throws IOException {
    Part random = Part.of("random");
    String here = plan(data("here", "1,x\n2,y\n"), random).identity().hash();

    assertEquals(here, plan(data("there", "1,x\n2,y\n"), random).identity().hash());
    assertNotEquals(here, plan(data("other", "1,x\n3,y\n"), random).identity().hash());
  }

  @Test
  void defaultsArePartOfIt() throws IOException {
    Path data = data("here", "1,x\n2,y\n");
    Plan silent = plan(data, Part.of("genetic"));
    Plan spelled = plan(data, Part.of("genetic").with("populationSize", 16));

    assertTrue(silent.yaml().contains("populationSize: 16"), silent.yaml());
    assertEquals(silent.identity(), spelled.identity());
    assertEquals(silent.yaml(), spelled.yaml());
    assertNotEquals(
        silent.identity().hash(),
        plan(data, Part.of("genetic").with("populationSize", 17)).identity().hash());
  }
}
