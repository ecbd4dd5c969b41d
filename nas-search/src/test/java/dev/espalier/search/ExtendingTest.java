package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.read.TableReader;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.Evaluators;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.network.Network;
import dev.espalier.objective.ClassMetrics;
import dev.espalier.objective.Metric;
import dev.espalier.objective.MetricProvider;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Part;
import dev.espalier.search.examples.ArffReader;
import dev.espalier.search.examples.HillClimb;
import dev.espalier.search.examples.PenalizedFactory;
import dev.espalier.search.examples.TopTwo;
import dev.espalier.search.examples.WideConvolution;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.spaces.op.Kind;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Role;
import dev.espalier.spaces.preset.SpaceFiles;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a user's own in whole searches: those that docs/extending.md shows. */
class ExtendingTest {
  private static final Path EXAMPLES = Path.of("src/test/java/dev/espalier/search/examples");
  private static final int MOST_LINES = 30;

  private static final String SPACE =
      """
      apiVersion: nas-space/v1
      name: tiny
      decisions: {channels: {choice: [2, 3, 4]}}
      stem: {op: conv_bn_relu_3x3}
      cells:
        normal: {nodes: 1, edgesPerNode: 1, merge: add, ops: [OPS]}
        reduce: {like: normal, stride: 2}
      macro: [{cell: reduce}, {cell: normal}]
      head: {op: global_avg_pool}
      """;

  private final Path folder;

  ExtendingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Experiment.Builder experiment(SpaceChoice space) {
    return Experiment.builder("own")
        .dataset(DatasetSpec.named("digits").build())
        .space(space)
        .fidelity(new Fidelity(1, 0.1))
        .strategy(Part.of("random"))
        .budget(Budget.trials(3))
        .execution(Execution.standard().workers(1))
        .retraining(new Retraining(1, 1, 1));
  }

  private static SpaceChoice space(String ops) {
    return SpaceChoice.of(SpaceFiles.standard().parse("tiny", SPACE.replace("OPS", ops)));
  }

  private static SpaceChoice wide(Operation operation) {
    OperationRegistry operations = OperationRegistry.standard().with(operation);
    SpaceSpec spec =
        new SpaceFiles(operations).parse("tiny", SPACE.replace("OPS", "wide_conv_7x7"));
    return SpaceChoice.of(spec, operations);
  }

  @Test
  @Tag("slow")
  void anOperationOfOnesOwnIsSearchedAndItsFileNeedsItNoLonger() throws Exception {
    Experiment experiment = experiment(wide(new WideConvolution())).build();
    SearchResult result = Search.of(experiment).in(folder).run();
    assertTrue(result.drawing().contains("wide_conv_7x7"), result.drawing());

    ArchitectureFile file = ArchitectureFile.read(new StudyFolder(folder).architecture());
    assertTrue(file.network().nodes().stream().anyMatch(node -> node.key().endsWith(".row")));
    assertEquals(ImmutableList.of(), Verification.of(file));
    assertEquals(ImmutableList.of("wide_conv_7x7"), Verification.missingOperations(file));
    ArchitectureTraining.Result trained =
        ArchitectureTraining.of(file, folder)
            .withSeeds(1)
            .run(folder.resolve("again"), SearchListener.NONE);
    assertTrue(Files.exists(trained.model()));
  }

  @Test
  void aHigherVersionOfAnOperationMakesAnotherSpaceAndAnotherStudy() {
    Experiment first = experiment(wide(new WideConvolution())).build();
    Experiment second = experiment(wide(new Wrapped("wide_conv_7x7", 2))).build();
    assertNotEquals(Search.of(first).space().hash(), Search.of(second).space().hash());
    assertNotEquals(identity(first), identity(second));
    assertEquals(first.space().toYaml(), second.space().toYaml());
  }

  private static String identity(Experiment experiment) {
    return Plan.of(Problem.of(experiment), Strategies.registry(), Evaluators.registry())
        .identity()
        .hash();
  }

  @Test
  @Tag("slow")
  void aStrategyOfOnesOwnProposes() throws Exception {
    Experiment experiment =
        experiment(space("skip, conv_3x3, max_pool_3x3"))
            .lookAhead(1)
            .strategy(Part.of("hill_climb"))
            .build();
    SearchResult result =
        Search.of(experiment)
            .register(StrategyFactory.of("hill_climb", "climbs", HillClimb::new))
            .in(folder)
            .run();
    ImmutableList<Trial> trials = result.study().trials();
    assertEquals(ImmutableList.of(), trials.get(0).parents());
    assertEquals(ImmutableList.of(0L), trials.get(1).parents());
  }

  @Test
  @Tag("slow")
  void anEvaluatorOfOnesOwnScores() throws Exception {
    Experiment experiment =
        experiment(space("skip, conv_3x3"))
            .minimize("val_loss")
            .evaluator(Part.of("penalized").with("price", 1.0))
            .build();
    SearchResult result = Search.of(experiment).register(new PenalizedFactory()).in(folder).run();
    Trial winner = result.winner();
    long params = result.network().cost().params();
    assertTrue(winner.metric("val_loss") > params, winner::toString);
    assertTrue(winner.metric("val_loss") < params + 10.0, winner::toString);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Search.of(
                            experiment(space("skip, conv_3x3"))
                                .minimize("val_loss")
                                .evaluator(Part.of("penalized").with("price", 2.0))
                                .build())
                        .register(new PenalizedFactory())
                        .in(folder)
                        .run())
            .toString()
            .contains("another experiment"));
  }

  @Test
  @Tag("slow")
  void aMetricOfOnesOwnIsOptimised() throws Exception {
    Path jar = services(MetricProvider.class, TopTwo.class.getName());
    Extensions extensions = Extensions.open(List.of(jar));
    try {
      assertEquals("top_two", Task.CLASSIFICATION.metric("top_two").id());
      Experiment experiment = experiment(space("skip, conv_3x3")).maximize("val_top_two").build();
      SearchResult result = Search.of(experiment).in(folder.resolve("run")).run();
      Trial winner = result.winner();
      assertTrue(winner.metric("val_top_two") >= winner.metric("val_accuracy"), winner::toString);
    } finally {
      extensions.close();
    }
    assertThrows(IllegalArgumentException.class, () -> Task.CLASSIFICATION.metric("top_two"));
  }

  @Test
  @Tag("slow")
  void aFormatOfOnesOwnIsLearnedFromAndPredicted() throws Exception {
    Path table = OwnFiles.irises(folder.resolve("iris.csv"), 90, 17);
    DatasetInfo expected = Datasets.load(DatasetSpec.at(table).label("species").build()).info();
    Path own = folder.resolve("iris.arff");
    Files.write(own, arff(Files.readAllLines(table)));
    DatasetSpec dataset = DatasetSpec.at(own).label("species").build();
    assertThrows(DatasetException.class, () -> Datasets.load(dataset));
    Path jar = services(TableReader.class, ArffReader.class.getName());
    Extensions extensions = Extensions.open(List.of(jar));
    try {
      DatasetInfo info = Datasets.load(dataset).info();
      assertEquals(expected.fingerprint(), info.fingerprint());
      assertEquals(expected.classCounts(), info.classCounts());
      Experiment experiment = experiment(SpaceChoice.preset("mlp-cells")).dataset(dataset).build();
      Path model = Search.of(experiment).in(folder.resolve("run")).run().folder().model();
      Path out = folder.resolve("labels.csv");
      assertEquals(90, Prediction.run(model, own, out).rows());
      assertTrue(Files.readAllLines(out).get(1).startsWith("row 1,"), out::toString);
    } finally {
      extensions.close();
    }
  }

  private static List<String> arff(List<String> csv) {
    return Stream.of(
            Stream.of("% as Weka has it", "@RELATION iris", ""),
            Splitter.on(',').splitToStream(csv.get(0)).map("@attribute %s NUMERIC"::formatted),
            Stream.of("@data"),
            csv.stream().skip(1))
        .flatMap(lines -> lines)
        .toList();
  }

  @Test
  void aFolderWithoutServicesAndServicesThatDoNotLoadAreRefused() throws IOException {
    assertRefused(folder, "names no service; must hold one of META-INF/services/dev.espalier");
    assertRefused(folder.resolve("my.jar"), "there is no jar ");
    assertRefused(Files.writeString(folder.resolve("text.jar"), "text"), "cannot be read as a jar");
    assertRefused(services(Operation.class, "no.Such"), "a service does not load: ");
    assertRefused(services(Operation.class, TopTwo.class.getName()), "not a subtype");
    assertRefused(
        services(Operation.class, Taken.class.getName()), "operation 'skip' is there already");
    assertRefused(
        services(MetricProvider.class, TakenMetric.class.getName()),
        "metric 'accuracy' (dev.espalier.search.ExtendingTest$TakenMetric) is there already");
    assertRefused(
        services(TableReader.class, TakenEnding.class.getName()),
        "ending 'csv' of reader dev.espalier.search.ExtendingTest$TakenEnding has a reader already");
  }

  @Test
  void thePageShowsTheExamplesAsTheyAreAndTheyAreShort() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "extending.md"));
    List<String> shown =
        Pattern.compile("(?ms)^```java\\R(package .*?)^```$")
            .matcher(page)
            .results()
            .map((MatchResult found) -> found.group(1))
            .sorted()
            .toList();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      List<String> examples =
          files
              .filter(file -> !file.endsWith("package-info.java"))
              .map(ExtendingTest::text)
              .sorted()
              .toList();
      assertEquals(examples, shown);
      for (String example : examples) {
        long lines =
            example
                .lines()
                .filter(line -> !line.isBlank() && !line.matches("(import|package) .*"))
                .count();
        assertTrue(lines <= MOST_LINES, () -> lines + " lines: " + example);
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private Path services(Class<?> service, String provider) throws IOException {
    Path root = Files.createTempDirectory(folder, "services");
    Path services = Files.createDirectories(root.resolve("META-INF/services"));
    Files.writeString(services.resolve(service.getName()), provider);
    return root;
  }

  private static void assertRefused(Path jar, String message) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    IllegalArgumentException faulty =
        assertThrows(IllegalArgumentException.class, () -> Extensions.open(List.of(jar)));
    assertTrue(faulty.toString().contains(message), faulty::toString);
    assertTrue(faulty.toString().contains(jar.toString()), faulty::toString);
    assertEquals(before, Thread.currentThread().getContextClassLoader());
  }

  /** A metric whose id is taken. */
  public static final class TakenMetric implements MetricProvider {
    @Override
    public Task task() {
      return Task.CLASSIFICATION;
    }

    @Override
    public Metric metric() {
      return ClassMetrics.accuracy();
    }
  }

  /** A reader whose ending is taken. */
  public static final class TakenEnding implements TableReader {
    @Override
    public String ending() {
      return "csv";
    }

    @Override
    public Table read(DataFile file) {
      throw new AssertionError("must not be asked");
    }
  }

  /** An operation whose id is taken. */
  public static final class Taken extends Wrapped {
    /** As ServiceLoader makes it. */
    public Taken() {
      super("skip", 1);
    }
  }

  /** An operation under another id and version. */
  static class Wrapped implements Operation {
    private final Operation first = new WideConvolution();
    private final String id;
    private final int version;

    Wrapped(String id, int version) {
      this.id = id;
      this.version = version;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public int version() {
      return version;
    }

    @Override
    public String summary() {
      return first.summary();
    }

    @Override
    public ImmutableSet<Kind> kinds() {
      return first.kinds();
    }

    @Override
    public ImmutableSet<Role> roles() {
      return first.roles();
    }

    @Override
    public int add(Network.Builder network, String key, int input, int features, int stride) {
      return first.add(network, key, input, features, stride);
    }
  }
}
