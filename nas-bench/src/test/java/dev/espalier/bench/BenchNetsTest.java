package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchNetsTest {
  /** The counts that engine_torch.py prints for its networks. */
  @ParameterizedTest
  @CsvSource({
    "nb201,175834",
    "sepdil,106058",
    "mbconv,56336",
    "resnet18,701466",
    "lstm,57482",
    "gru,43658",
    "encoder2x64,101706",
    "encoder4x128,796554",
    "dagcell,76426",
    "charlstm,111361"
  })
  void hasAsManyParametersAsItsTwinInPyTorch(String network, long parameters) {
    assertEquals(parameters, EngineBench.parameters(network));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nb201", "mbconv", "resnet18", "lstm", "gru", "encoder2x64", "charlstm"})
  void trainsOnOneBatch(String network) {
    ComputationGraph graph = Engine.STOCK.graph(BenchNets.of(network, 1));
    Batch batch = BenchNets.batch(network, 2);
    graph.fit(batch.features(), batch.labels());
    double first = graph.score();
    for (int step = 0; step < 5; step++) graph.fit(batch.features(), batch.labels());
    assertTrue(
        graph.score() < first, () -> "loss went from %s to %s".formatted(first, graph.score()));
    graph.close();
  }

  @Test
  void aNetworkOfNoSuchNameIsNamedInTheError() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> BenchNets.of("vgg16", 1));
    assertEquals(
        "network 'vgg16' is none of [charlstm, dagcell, encoder2x64, encoder4x128, gru, lstm, mbconv, nb201, resnet18, sepdil]",
        error.getMessage());
  }
}
