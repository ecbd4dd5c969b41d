package dev.espalier.eval.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.Loss;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.eval.train.Samples;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Recurrent;
import dev.espalier.network.SelfAttention;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.onednn.NativeRelease;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which numbers of a wide network a narrow one has. */
class SlotsTest {
  private static final int NARROW = 4;
  private static final int WIDE = 6;

  private final ComputationGraph narrow;
  private final ComputationGraph wide;

  SlotsTest() {
    narrow = graph(sequences(NARROW), 1);
    wide = graph(sequences(WIDE), 2);
    SharedWeights.none().adopt(GraphWeights.of(wide)).load(GraphWeights.of(narrow));
  }

  @AfterEach
  void close() {
    NativeRelease.close(narrow);
    NativeRelease.close(wide);
  }

  private static ComputationGraph graph(Network network, long seed) {
    return GraphLowering.lower(
        network, OutputSpec.of(Loss.CROSS_ENTROPY), Samples.RECIPE, Engine.ONEDNN, seed);
  }

  private static Network sequences(int units) {
    Network.Builder network = Network.builder(new Shape.Sequence(3, 5));
    int x = network.add("both", new Recurrent(Recurrent.Cell.LSTM, units, true), 0);
    x = network.add("gru", new Recurrent(Recurrent.Cell.GRU, units, false), x);
    x = network.add("norm", new LayerNorm(), x);
    x = network.add("attention", new SelfAttention(2, false), x);
    x = network.add("last", new LastStep(), x);
    network.add("logits", Dense.of(2), x);
    return network.build();
  }

  private static Network images(int channels) {
    Network.Builder network = Network.builder(new Shape.Image(1, 6, 6));
    int a = network.add("a", Conv2d.of(channels, Window.same(3, 1)), 0);
    int b = network.add("b", Conv2d.of(channels, Window.same(1, 1)), 0);
    int x = network.add("joined", new Concat(), a, b);
    x = network.add("after", Conv2d.of(channels, Window.same(1, 1)), x);
    x = network.add("pool", new GlobalPool(Pooling.MAX), x);
    network.add("logits", Dense.of(2), x);
    return network.build();
  }

  private static INDArray matrix(INDArray parameter) {
    return parameter.rank() == 1 ? parameter.reshape(1, parameter.length()) : parameter;
  }

  private void assertColumns(String parameter, int gates, int rowParts) {
    INDArray part = matrix(narrow.getParam(parameter));
    INDArray whole = matrix(wide.getParam(parameter));
    long rows = part.size(0) / rowParts;
    for (int row = 0; row < part.size(0); row++) {
      long wideRow = row / rows * (whole.size(0) / rowParts) + row % rows;
      for (int gate = 0; gate < gates; gate++) {
        for (int unit = 0; unit < NARROW; unit++) {
          assertEquals(
              whole.getFloat(wideRow, (long) gate * WIDE + unit),
              part.getFloat(row, (long) gate * NARROW + unit),
              "%s %s %s %s".formatted(parameter, row, gate, unit));
        }
      }
    }
  }

  @Test
  void eachGateHasTheFirstUnits() {
    for (String direction : new String[] {"both.forwards", "both.backwards"}) {
      assertColumns(direction + "_W", 4, 1);
      assertColumns(direction + "_RW", 4, 1);
      assertColumns(direction + "_b", 4, 1);
    }
    assertNotEquals(
        wide.getParam("both.forwards_W").getFloat(0, 0),
        wide.getParam("both.backwards_W").getFloat(0, 0));
  }

  @Test
  void whatFollowsBothDirectionsHasTheFirstOfEach() {
    assertColumns("gru_W", 3, 2);
    assertColumns("gru_RW", 3, 1);
  }

  @Test
  void attentionHasTheFirstOfQueriesKeysAndValues() {
    assertColumns("attention_W", 3, 1);
    assertColumns("attention_Wo", 1, 1);
  }

  @Test
  void aConvolutionOfJoinedMapsHasTheFirstChannelsOfEach() {
    ComputationGraph small = graph(images(2), 1);
    ComputationGraph large = graph(images(3), 2);
    SharedWeights.none().adopt(GraphWeights.of(large)).load(GraphWeights.of(small));

    INDArray part = small.getParam("after_W");
    INDArray whole = large.getParam("after_W");
    for (int out = 0; out < 2; out++) {
      for (int in = 0; in < 4; in++) {
        assertEquals(whole.getFloat(out, in / 2 * 3 + in % 2, 0, 0), part.getFloat(out, in, 0, 0));
      }
    }
    NativeRelease.close(small);
    NativeRelease.close(large);
  }
}
