package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Random configurations, what is not covered among them: never a wrong answer. */
@Tag("slow")
final class FuzzTest {
  /** More with {@code -Dfuzz.graphs=500}: some two seconds each. */
  private static final int GRAPHS = Integer.getInteger("fuzz.graphs", 60);

  private static final long FIRST_SEED = 50_000;

  private static final List<RandomGraphs.Growth> OTHERS =
      List.of(
          graphs -> {
            GraphSketch.Part x = graphs.any();
            graphs.layer(
                new LocalResponseNormalization.Builder().build(),
                x,
                x.channels(),
                x.height(),
                x.width());
          },
          graphs -> {
            GraphSketch.Part x = graphs.any();
            graphs.layer(
                new Upsampling2D.Builder(2).build(),
                x,
                x.channels(),
                2 * x.height(),
                2 * x.width());
          },
          graphs -> {
            GraphSketch.Part x = graphs.any();
            graphs.layer(
                new ZeroPaddingLayer.Builder(1, 2).build(),
                x,
                x.channels(),
                x.height() + 2,
                x.width() + 4);
          },
          graphs -> {
            GraphSketch.Part x = graphs.any();
            graphs.vertex(new L2NormalizeVertex(), x.channels(), x.height(), x.width(), x);
          },
          graphs -> {
            GraphSketch.Part x = graphs.any();
            graphs.layer(
                new ConvolutionLayer.Builder(1, 1).nOut(3).activation(Activation.SOFTSIGN).build(),
                x,
                3,
                x.height(),
                x.width());
          },
          graphs -> {
            GraphSketch.Part x = graphs.any();
            // With a window that may be larger than the map.
            graphs.layer(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(5, 5)
                    .stride(1, 1)
                    .convolutionMode(ConvolutionMode.Same)
                    .build(),
                x,
                x.channels(),
                x.height(),
                x.width());
          },
          graphs -> {
            GraphSketch.Part x = graphs.any();
            // Strict: refused where it does not fit, by both.
            int height = (x.height() - 2) / 2 + 1;
            int width = (x.width() - 2) / 2 + 1;
            if (x.height() > 1 && x.width() > 1) {
              graphs.layer(
                  new ConvolutionLayer.Builder(2, 2)
                      .stride(2, 2)
                      .nOut(4)
                      .convolutionMode(ConvolutionMode.Strict)
                      .build(),
                  x,
                  4,
                  height,
                  width);
            }
          });

  @Test
  void neverGivesAWrongAnswer() {
    int covered = 0;
    int fellBack = 0;
    List<String> wrong = new ArrayList<>();
    for (long seed = FIRST_SEED; covered + fellBack < GRAPHS; seed++) {
      boolean rectified = seed % 2 == 0;
      RandomGraphs.Drawn drawn = RandomGraphs.with(OTHERS, seed, rectified);
      if (!GraphCheck.of(drawn.configuration(), drawn.inputs(), drawn.targets()).runsOnStock()) {
        continue;
      }
      try {
        if (check(drawn, rectified ? GraphCheck.RECTIFIED : GraphCheck.SMOOTH)) {
          covered++;
        } else {
          fellBack++;
        }
      } catch (RuntimeException | AssertionError fault) {
        wrong.add("seed %d: %s".formatted(seed, fault));
        fellBack++;
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join(System.lineSeparator(), wrong));
    assertTrue(covered > GRAPHS / 4 && fellBack > GRAPHS / 4, covered + " and " + fellBack);
  }

  /** Whether it ran on oneDNN. */
  private static boolean check(RandomGraphs.Drawn drawn, double tolerance) {
    try (OneDnnGraph graph = new OneDnnGraph(drawn.configuration().clone())) {
      graph.init();
      Explanation explanation = graph.explain(GraphCheck.shapes(drawn.inputs()));
      if (explanation.isCovered()) {
        try {
          GraphCheck.of(drawn.configuration(), drawn.inputs(), drawn.targets()).agrees(tolerance);
        } catch (AssertionError rounding) {
          // A rectifier's argument at 0 falls on the other side in double precision.
          agreesInFloat(graph, drawn, tolerance);
        }
        return true;
      }
      assertTrue(explanation.reason().orElseThrow().contains("vertex "), explanation::toString);
      ComputationGraph stock = new ComputationGraph(drawn.configuration().clone());
      stock.init(graph.params().dup(), false);
      GraphCheck.backpropagate(stock, copies(drawn.inputs()), drawn.targets());
      GraphCheck.backpropagate(graph, copies(drawn.inputs()), drawn.targets());
      assertEquals(stock.score(), graph.score(), 1e-6);
      GraphCheck.assertClose(
          "gradients", stock.getFlattenedGradients(), graph.getFlattenedGradients(), 1e-6);
      INDArray[] expected = stock.output(copies(drawn.inputs()));
      INDArray[] found = graph.output(copies(drawn.inputs()));
      for (int i = 0; i < expected.length; i++) {
        GraphCheck.assertClose("output " + i, expected[i], found[i], 1e-6);
      }
      stock.close();
      return false;
    }
  }

  private static void agreesInFloat(OneDnnGraph graph, RandomGraphs.Drawn drawn, double tolerance) {
    ComputationGraph stock = new ComputationGraph(drawn.configuration().clone());
    GraphCheck.jitter(graph.params());
    stock.init(graph.params().dup(), false);
    GraphCheck.backpropagate(stock, copies(drawn.inputs()), drawn.targets());
    GraphCheck.backpropagate(graph, copies(drawn.inputs()), drawn.targets());
    GraphCheck.assertClose(
        "gradients", stock.getFlattenedGradients(), graph.getFlattenedGradients(), tolerance);
    stock.close();
  }

  private static INDArray[] copies(INDArray[] arrays) {
    return Arrays.stream(arrays).map(INDArray::dup).toArray(INDArray[]::new);
  }
}
