package dev.espalier.bench;

import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.catalog.DataHome;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.search.Search;
import dev.espalier.search.SearchResult;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.search.yaml.ExperimentFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A few lines of YAML on little data of each kind: what the search finds by its defaults beside the
 * nearest neighbour and logistic or linear regression on the same split, and how long it takes.
 */
public final class OwnDataBench {
  private static final int PICTURES = 200;

  private final Path folder;

  private OwnDataBench(Path folder) {
    this.folder = folder;
  }

  /**
   * Arguments: an empty folder to work in, how many splits, then the data to try, or none for all.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    OwnDataBench bench = new OwnDataBench(Path.of(args[0]));
    int splits = Integer.parseInt(args[1]);
    List<String> all = List.of("flowers", "houses", "pictures", "vowels", "dna");
    System.out.println(
        "data,split,task,train,validation,test,metric,search,nearest_neighbour,regression,space,params,seconds");
    for (String name : args.length == 2 ? all : List.of(args).subList(2, args.length)) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int split = 1; split <= splits; split++) {
        outcomes.add(bench.run(name, split));
      }
      mean(name, outcomes);
    }
  }

  /** Test scores of one split, and what its search took. */
  private record Outcome(double search, double neighbour, double regression, double seconds) {}

  /** What the splits come to. */
  private static void mean(String name, List<Outcome> outcomes) {
    System.out.printf(
        Locale.ROOT,
        "%s,mean,,,,,,%.4f,%.4f,%.4f,,,%.0f%n",
        name,
        mean(outcomes, Outcome::search),
        mean(outcomes, Outcome::neighbour),
        mean(outcomes, Outcome::regression),
        mean(outcomes, Outcome::seconds));
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
    return outcomes.stream().mapToDouble(of).average().orElseThrow();
  }

  private Outcome run(String name, int split) throws IOException, InterruptedException {
    Path yaml = Files.writeString(folder.resolve(name + ".yaml"), yaml(name, split));
    Experiment experiment = ExperimentFiles.read(yaml);
    long begin = System.nanoTime();
    SearchResult result =
        Search.of(experiment).in(folder.resolve("runs").resolve(name + split)).run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Dataset data = Datasets.load(experiment.dataset());
    SimpleModels simple = new SimpleModels(data.trainAndValidation(), data.test().open());
    ComparisonRow own = result.comparison().get(0);
    boolean classes = data.task() == LearningTask.CLASSIFICATION;
    Outcome outcome =
        new Outcome(
            own.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
            simple.nearestNeighbour(),
            classes ? simple.logistic() : simple.linear(),
            seconds);
    System.out.printf(
        Locale.ROOT,
        "%s,%d,%s,%d,%d,%d,%s,%.4f,%.4f,%.4f,%s,%d,%.0f%n",
        name,
        split,
        data.task().id(),
        data.info().train(),
        data.info().validation(),
        data.info().test(),
        own.metric(),
        outcome.search(),
        outcome.neighbour(),
        outcome.regression(),
        Search.of(experiment).space().name(),
        own.cost().params(),
        seconds);
    return outcome;
  }

  private String yaml(String name, int split) throws IOException {
    String data =
        switch (name) {
          case "flowers" -> "path: %s, format: csv, label: species".formatted(flowers());
          case "houses" -> "path: %s, format: csv, label: price".formatted(houses());
          case "pictures" -> "path: %s, format: images".formatted(pictures());
          case "vowels" -> "path: %s, format: ts".formatted(DataHome.of("japanese-vowels"));
          case "dna" ->
              "path: %s, format: text, label: class, encoding: tokens, tokenizer: char"
                  .formatted(DataHome.of("dna-splice").resolve("dna_splice.csv.gz"));
          default -> throw new IllegalArgumentException("there are no data '%s'".formatted(name));
        };
    return "apiVersion: nas/v1\nstudy: {name: %s}\ndataset: {%s, splitSeed: %s}\n"
        .formatted(name, data, split);
  }

  /** Three kinds of flowers by four lengths, two of which overlap; 150 rows. */
  private Path flowers() throws IOException {
    Random random = new Random(1936);
    double[][] means = {{5.0, 3.4, 1.5, 0.25}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.5, 2.0}};
    double[][] deviations = {
      {0.35, 0.38, 0.17, 0.1}, {0.5, 0.3, 0.47, 0.2}, {0.63, 0.32, 0.55, 0.27}
    };
    List<String> rows =
        new ArrayList<>(List.of("sepal_length,sepal_width,petal_length,petal_width,species"));
    for (int row = 0; row < 150; row++) {
      int kind = row / 50;
      StringBuilder line = new StringBuilder();
      double size = random.nextGaussian();
      for (int i = 0; i < 4; i++) {
        double own = 0.7 * size + 0.7 * random.nextGaussian();
        line.append(
            String.format(Locale.ROOT, "%.1f,", means[kind][i] + deviations[kind][i] * own));
      }
      rows.add(line + List.of("setosa", "versicolor", "virginica").get(kind));
    }
    return Files.write(folder.resolve("flowers.csv"), rows);
  }

  /** Prices by six properties, one of them a category; not linear, and noisy; 400 rows. */
  private Path houses() throws IOException {
    Random random = new Random(400);
    List<String> rows = new ArrayList<>(List.of("area,rooms,age,distance,quarter,garden,price"));
    for (int row = 0; row < 400; row++) {
      double area = 40 + 120 * random.nextDouble();
      int rooms = 1 + (int) (area / 35 + random.nextDouble());
      double age = 80 * random.nextDouble();
      double distance = 20 * random.nextDouble();
      int quarter = random.nextInt(4);
      int garden = random.nextInt(2);
      double price =
          2_000 * area * Math.exp(-distance / 15) * (1 + 0.15 * quarter)
              + 8_000 * rooms
              - 900 * Math.abs(age - 40)
              + 20_000 * garden
              + 12_000 * random.nextGaussian();
      rows.add(
          String.format(
              Locale.ROOT,
              "%.1f,%d,%.1f,%.2f,%s,%s,%.0f",
              area,
              rooms,
              age,
              distance,
              List.of("north", "east", "south", "west").get(quarter),
              garden == 1 ? "yes" : "no",
              price));
    }
    return Files.write(folder.resolve("houses.csv"), rows);
  }

  /** The first pictures of Fashion-MNIST, one folder a class. */
  private Path pictures() throws IOException {
    Path root = folder.resolve("pictures");
    Dataset clothes = Datasets.load(DatasetSpec.named("fashion-mnist-mini").build());
    ImagePreprocessing shape = (ImagePreprocessing) clothes.preprocessing();
    Examples examples = clothes.trainAndValidation();
    int[] counts = new int[clothes.classNames().size()];
    int written = 0;
    for (int row = 0; written < PICTURES; row++) {
      int label = examples.labels().label(row);
      if (counts[label] < PICTURES / counts.length) {
        float[] pixels = examples.features().row(row);
        BufferedImage image =
            new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < pixels.length; i++) {
          int value = (int) Math.round(shape.normalization().get(0).undo(pixels[i]));
          image.getRaster().setSample(i % shape.width(), i / shape.width(), 0, value);
        }
        String name =
            clothes
                .classNames()
                .get(label)
                .chars()
                .mapToObj(c -> Character.isLetterOrDigit(c) ? Character.toString(c) : "-")
                .collect(Collectors.joining());
        Path file = root.resolve(name).resolve(counts[label]++ + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        written++;
      }
    }
    return root;
  }
}
