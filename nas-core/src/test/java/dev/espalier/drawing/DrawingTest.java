package dev.espalier.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Add;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class DrawingTest {
  private static CellGraph graph(String merge, String... merged) {
    return new CellGraph(
        "cell a",
        ImmutableList.of("i0"),
        ImmutableList.of(
            new CellGraph.Edge("i0", "n0", "skip"), new CellGraph.Edge("n0", "n1", "conv_3x3")),
        merge,
        ImmutableList.copyOf(merged));
  }

  @Test
  void aGraphIsAnEdgeALine() {
    assertEquals(ImmutableSet.of("i0", "n0", "n1"), graph("mean", "n1").nodes());
    assertEquals(
        """
        cell a
          i0  --skip------> n0
          n0  --conv_3x3--> n1
          output = mean(n0, n1)
        """,
        graph("mean", "n0", "n1").text());
    assertTrue(graph("mean", "n1").text().endsWith("  output = n1\n"));
  }

  @Test
  void whatIsNoNodeCannotBeRead() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> graph("mean", "n2"))
            .toString()
            .contains("'n2' of cell a must be one of the nodes [i0, n0, n1]"));
    assertThrows(IllegalArgumentException.class, () -> graph("mean"));
  }

  @Test
  void aLongRoadIsFolded() {
    String text =
        new Drawing(ImmutableList.copyOf(Collections.nCopies(20, "ten letter")), ImmutableList.of())
            .text();
    assertEquals(20, text.split("ten letter", -1).length - 1);
    assertEquals(4, text.lines().count());
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    String wide = "x".repeat(100);
    assertEquals(wide + "\n", new Drawing(ImmutableList.of(wide), ImmutableList.of()).text());
  }

  @Test
  void aNetworkIsDrawnLayerByLayer() {
    Network.Builder network = Network.builder(new Shape.Vector(4));
    int first = network.add("a", Dense.of(4), 0);
    network.add("sum", new Add(), 0, first);
    assertEquals(
        """
        network
          input ----> a
          input ----> sum
          a     ----> sum
          output = sum
        """,
        Drawing.of(network.build()).text());
  }
}
