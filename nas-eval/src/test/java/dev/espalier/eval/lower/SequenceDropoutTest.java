package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.LastStep;
import dev.espalier.network.Network;
import dev.espalier.network.Recurrent;
import dev.espalier.network.Shape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class SequenceDropoutTest {
  @BeforeAll
  static void useDoublePrecision() {
    SequenceLoweringTest.useDoublePrecision();
  }

  @AfterAll
  static void useSinglePrecisionAgain() {
    SequenceLoweringTest.useSinglePrecisionAgain();
  }

  @Test
  void dropoutDoesNothingAtInference() {
    Recurrent layer = new Recurrent(Recurrent.Cell.LSTM, 2, false);
    ComputationGraph one = SequenceLoweringTest.graph(dropped(layer, 0.5));
    ComputationGraph other = SequenceLoweringTest.graph(dropped(layer, 0.0));
    other.setParams(one.params());
    assertArrayEquals(
        SequenceLoweringTest.output(other, SequenceLoweringTest.features()),
        SequenceLoweringTest.output(one, SequenceLoweringTest.features()),
        0.0);
  }

  private static Network dropped(Recurrent layer, double rate) {
    Network.Builder network =
        Network.builder(
            new Shape.Sequence(SequenceLoweringTest.FEATURES, SequenceLoweringTest.STEPS));
    int x = network.add("l0.rnn", layer, 0);
    if (rate > 0.0) {
      x = network.add("l0.dropout", new Dropout(rate), x);
    }
    network.add("logits", Dense.of(4), network.add("summary", new LastStep(), x));
    return network.build();
  }

  @Test
  void dropoutBeforeTheLastNodeTakesMaskedSequences() {
    Network.Builder builder =
        Network.builder(
            new Shape.Sequence(SequenceLoweringTest.FEATURES, SequenceLoweringTest.STEPS));
    int x = builder.add("rnn", new Recurrent(Recurrent.Cell.LSTM, 4, false), 0);
    builder.add("last", new LastStep(), x);
    ComputationGraph graph =
        GraphLowering.lower(
            builder.build(),
            Graphs.CLASSES,
            Graphs.BARE.toBuilder().dropout(0.5).build(),
            Engine.ONEDNN,
            7,
            DataType.DOUBLE);
    INDArray[] features = {SequenceLoweringTest.features()};
    INDArray[] mask = {SequenceLoweringTest.mask()};
    INDArray first = graph.output(true, features, mask, null)[0].dup();
    assertNotEquals(first, graph.output(true, features, mask, null)[0].dup());
    assertArrayEquals(
        SequenceLoweringTest.output(graph, SequenceLoweringTest.features()),
        SequenceLoweringTest.output(graph, SequenceLoweringTest.features()),
        0.0);
  }
}
