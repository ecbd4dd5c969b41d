package dev.espalier.search;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.read.Loading;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.model.ModelFile;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.DataOrigin;
import dev.espalier.export.SearchOrigin;
import dev.espalier.export.TrainingPlan;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.objective.Split;
import dev.espalier.objective.Summary;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.experiment.Checks;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.report.MetricsFile;
import dev.espalier.search.yaml.ExperimentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains an architecture from its file, from scratch, on train plus validation, and scores it on
 * the test split. By default it repeats the final training of the search that found it: same data,
 * same recipe, same engine, same seeds.
 *
 * @param file the architecture
 * @param dataset what to train on
 * @param epochs passes over the data, at least 1
 * @param seeds number of trainings, at least 1
 * @param workers trainings side by side, at least 1
 */
public record ArchitectureTraining(
    ArchitectureFile file, DatasetSpec dataset, int epochs, int seeds, int workers) {
  private static final int STANDARD_EPOCHS = 20;
  private static final int STANDARD_SEEDS = 3;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What came out.
   *
   * @param metric id of the task's main metric on the test split
   * @param score over the seeds
   * @param model the model file, of the first seed
   * @param metrics the file with all metrics
   */
  public record Result(String metric, Summary score, Path model, Path metrics) {}

  public ArchitectureTraining {
    Checks.atLeast("epochs", epochs, 1);
    Checks.atLeast("seeds", seeds, 1);
    Checks.atLeast("workers", workers, 1);
  }

  /**
   * The training that the file describes.
   *
   * @param folder where the file lies, or that of its study: paths of data start there
   * @throws IllegalArgumentException if the file does not say on which data
   */
  public static ArchitectureTraining of(ArchitectureFile file, Path folder) {
    DataOrigin data =
        file.data()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the architecture file does not say on which data; name a dataset"));
    Map<String, Object> block = JSON.convertValue(data.split(), new TypeReference<>() {});
    return on(file, ExperimentFiles.dataset(YamlDocument.of("data.split", block), folder));
  }

  /** The same training on other data. */
  public static ArchitectureTraining on(ArchitectureFile file, DatasetSpec dataset) {
    return new ArchitectureTraining(
        file,
        dataset,
        file.training().map(TrainingPlan::epochs).orElse(STANDARD_EPOCHS),
        STANDARD_SEEDS,
        Execution.standard().workers());
  }

  public ArchitectureTraining withEpochs(int number) {
    return new ArchitectureTraining(file, dataset, number, seeds, workers);
  }

  public ArchitectureTraining withSeeds(int number) {
    return new ArchitectureTraining(file, dataset, epochs, number, workers);
  }

  /**
   * Trains, and writes {@code model.zip} and {@code metrics.json}.
   *
   * @throws IllegalArgumentException if the network does not fit the data
   */
  public Result run(Path directory, SearchListener listener)
      throws IOException, InterruptedException {
    return run(directory, Loading.quiet(), listener);
  }

  /**
   * The same.
   *
   * @param loading how files are loaded
   */
  public Result run(Path directory, Loading loading, SearchListener listener)
      throws IOException, InterruptedException {
    Dataset data = Datasets.load(dataset, Path.of(""), loading);
    Task task = Tasks.of(data);
    requireFit(data);
    file.data()
        .filter(origin -> origin.name().equals(data.name()))
        .filter(origin -> !origin.fingerprint().equals(data.fingerprint()))
        .ifPresent(origin -> listener.warned(changed(origin, data)));
    Network network = file.network();
    ImmutableList<Long> own =
        FinalTrainings.seeds(file.search().map(SearchOrigin::seed).orElse(0L), seeds);
    FinalTraining training =
        new FinalTraining(recipe(), epochs, task, data.preprocessing().targets(), engine());
    Files.createDirectories(directory);
    Path model = directory.resolve("model.zip");
    Path metrics = directory.resolve("metrics.json");
    try (FinalTrainings.Result result =
        new FinalTrainings(workers, listener, new StopSignal())
            .run(
                ImmutableMap.of("network", new FinalTrainings.Entrant(network, training)),
                data.trainAndValidation(),
                data.test().open(),
                Split.TEST,
                own)
            .get(0)
            .required()) {
      new ModelFile(result.model().orElseThrow().graph(), data.preprocessing()).write(model);
      MetricsFile.of(data.name(), epochs, result.metrics(), result.seconds(), network.cost())
          .write(metrics);
      String metric = task.primary().on(Split.TEST);
      return new Result(metric, result.summary(metric), model, metrics);
    }
  }

  private static String changed(DataOrigin origin, Dataset data) {
    return "the data have changed since the architecture was found: fingerprint was %s, is %s; examples were %s, are {train=%s, validation=%s, test=%s}"
        .formatted(
            origin.fingerprint(),
            data.fingerprint(),
            origin.counts(),
            data.info().train(),
            data.info().validation(),
            data.info().test());
  }

  private Recipe recipe() {
    return file.training().map(TrainingPlan::recipe).orElseGet(() -> Recipe.builder().build());
  }

  private Engine engine() {
    return file.provenance().map(Environment::engine).orElse(Engine.ONEDNN);
  }

  private void requireFit(Dataset data) {
    Shape input = InputShapes.of(data.shape());
    if (!file.network().inputShape().equals(input)) {
      throw new IllegalArgumentException(
          "the network takes examples of %s, dataset %s has examples of %s"
              .formatted(file.network().inputShape(), data.name(), input));
    }
    int outputs = data.searchData().outputs();
    if (file.network().output().shape().features() != outputs) {
      throw new IllegalArgumentException(
          "the network has %s outputs, dataset %s needs %s"
              .formatted(file.network().output().shape().features(), data.name(), outputs));
    }
  }
}
