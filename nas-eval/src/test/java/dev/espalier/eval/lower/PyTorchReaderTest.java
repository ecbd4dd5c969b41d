package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.random.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reader that docs/architecture-file.md shows builds the same function, from the file alone.
 */
class PyTorchReaderTest {
  private static final Path PAGE = Path.of("..", "docs", "architecture-file.md");
  private static final int ROWS = 3;

  /** Sets the weights of the file, runs it, prints what comes out; our dense weights lie across. */
  private static final String RUN =
      """

      import sys
      case = json.load(open(sys.argv[2]))
      model = Architecture(sys.argv[1])
      x = torch.tensor(case["input"], dtype=torch.float32).reshape(case["shape"])
      model.eval()
      model(x)
      names = {"W": "weight", "b": "bias", "gamma": "weight", "beta": "bias", "mean": "running_mean", "var": "running_var"}
      count = 0
      for key, weights in case["weights"].items():
          module = model.layers[key.replace(".", "/")]
          for name, values in weights.items():
              target = getattr(module, names[name])
              value = torch.tensor(values, dtype=torch.float32)
              if isinstance(module, nn.Linear) and name == "W":
                  value = value.reshape(target.shape[1], target.shape[0]).t()
              target.data = value.reshape(target.shape).clone()
      live = sum(p.numel() for k, m in model.layers.items() if k.replace("/", ".") in model.live for p in m.parameters())
      print(json.dumps({"params": live, "output": torch.softmax(model(x), 1).flatten().tolist()}))
      """;

  @TempDir private Path folder = Path.of("");

  private static Optional<String> python() {
    return Stream.of("/usr/bin/python3", "python3").filter(PyTorchReaderTest::hasTorch).findFirst();
  }

  private static boolean hasTorch(String python) {
    try {
      return new ProcessBuilder(python, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static List<Network> networks() {
    Stream<Network> random =
        IntStream.range(0, 4).mapToObj(i -> RandomNetworks.of(Seeds.generator(i), 8));
    return Stream.concat(random, Stream.of(strided())).toList();
  }

  /** Same padding that does not divide evenly, and strides. */
  private static Network strided() {
    Network.Builder network = Network.builder(new Shape.Image(2, 7, 6));
    int x = network.add("a.conv", Conv2d.of(4, Window.same(4, 2)), 0);
    x = network.add("a.norm", new BatchNorm(), x);
    x = network.add("a.act", new Activation(Activation.Function.GELU), x);
    x = network.add("b.pool", Pool2d.average(Window.same(2, 2)), x);
    x = network.add("pool", new GlobalPool(Pooling.MAX), x);
    network.add("logits", Dense.of(3), x);
    return network.build();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void thePythonReaderPutsOutTheSame(Network network) throws Exception {
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "PyTorch is not installed");
    Path architecture = folder.resolve("architecture.json");
    ArchitectureFile.builder(network).build().write(architecture);
    ComputationGraph graph =
        GraphLowering.lower(network, Graphs.CLASSES, Graphs.BARE, Engine.ONEDNN, 7);
    Shape.Image shape = (Shape.Image) network.inputShape();
    Nd4j.getRandom().setSeed(5);
    randomise(graph);
    INDArray input = Nd4j.randn(ROWS, shape.channels(), shape.height(), shape.width());
    Path script = Files.writeString(folder.resolve("reader.py"), page() + RUN);
    Path given = folder.resolve("case.json");
    new ObjectMapper().writeValue(given.toFile(), given(graph, input));

    Process process =
        new ProcessBuilder(
                python.get(), script.toString(), architecture.toString(), given.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String printed;
    try (InputStream out = process.getInputStream()) {
      printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(0, process.waitFor(), () -> printed + errors());
    JsonNode read = new ObjectMapper().readTree(printed);
    assertEquals(network.cost().params(), read.path("params").longValue());
    float[] expected = graph.outputSingle(input).dup('c').data().asFloat();
    assertEquals(expected.length, read.path("output").size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], read.path("output").get(i).floatValue(), 1e-5f);
    }
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  private static String page() throws IOException {
    Matcher block = Pattern.compile("(?ms)^```python\\R(.*?)^```$").matcher(Files.readString(PAGE));
    assertTrue(block.find());
    return String.valueOf(block.group(1));
  }

  /** Running statistics and biases as after a training. */
  private static void randomise(ComputationGraph graph) {
    for (Layer layer : graph.getLayers()) {
      layer
          .paramTable()
          .forEach(
              (name, value) -> {
                if (name.equals("var")) {
                  value.assign(Nd4j.rand(value.shape()).addi(0.5));
                } else if (!name.equals("W")) {
                  value.assign(Nd4j.randn(value.shape()).muli(0.3));
                }
              });
    }
  }

  private static ObjectNode given(ComputationGraph graph, INDArray input) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode shape = root.putArray("shape");
    for (long size : input.shape()) {
      shape.add(size);
    }
    put(root.putArray("input"), input);
    ObjectNode weights = root.putObject("weights");
    for (Layer layer : graph.getLayers()) {
      if (!layer.paramTable().isEmpty()) {
        ObjectNode own = weights.putObject(layer.conf().getLayer().getLayerName());
        layer.paramTable().forEach((name, value) -> put(own.putArray(name), value));
      }
    }
    return root;
  }

  private static void put(ArrayNode array, INDArray values) {
    for (float value : values.dup('c').data().asFloat()) {
      array.add(value);
    }
  }
}
