package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import dev.espalier.network.canonical.CanonicalOrder;
import dev.espalier.network.canonical.ColouredGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks the hash against brute force, against counts known from the literature, and on traps. */
class CanonicalHashExactnessTest {

  @Test
  void agreesWithBruteForceOnSmallNetworks() {
    Random random = new Random(21);
    Map<String, Network> classes = new HashMap<>();
    for (int i = 0; i < 1500; i++) {
      Network network = Networks.random(1 + random.nextInt(5), random).live();
      if (network.nodes().size() > 7) {
        continue;
      }
      Network known = classes.putIfAbsent(network.canonicalHash(), network);
      assertTrue(known == null || isomorphic(known, network), network.nodes()::toString);
    }
    List<Network> different = List.copyOf(classes.values());
    assertTrue(different.size() > 100, "too few networks: " + different.size());
    for (int i = 0; i < different.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(!isomorphic(different.get(i), different.get(j)), "equal networks, two hashes");
      }
    }
  }

  private static boolean isomorphic(Network a, Network b) {
    if (!labels(a).equals(labels(b))) {
      return false;
    }
    List<Integer> others = IntStream.range(1, a.nodes().size()).boxed().toList();
    return Collections2.permutations(others).stream().anyMatch(images -> maps(a, b, images));
  }

  private static Multiset<String> labels(Network network) {
    NodeLabels labels = NodeLabels.of(network);
    return network.nodes().stream()
        .map(node -> labels.palette().get(labels.number(node.id())))
        .collect(ImmutableMultiset.toImmutableMultiset());
  }

  private static boolean maps(Network a, Network b, List<Integer> images) {
    for (Node node : a.nodes().subList(1, a.nodes().size())) {
      Node image = b.node(images.get(node.id() - 1));
      List<Integer> expected =
          node.inputs().stream().map(id -> id == 0 ? 0 : images.get(id - 1)).toList();
      List<Integer> actual = image.inputs();
      if (node.layer().commutative()) {
        expected = expected.stream().sorted().toList();
        actual = actual.stream().sorted().toList();
      }
      if (!node.layer().equals(image.layer()) || !expected.equals(actual)) {
        return false;
      }
    }
    return true;
  }

  /** Numbers of graphs up to isomorphism: sequence A000088 of the OEIS. */
  @Test
  void countsTheGraphsOnFourAndFiveVertices() {
    assertEquals(11, countGraphs(4));
    assertEquals(34, countGraphs(5));
  }

  private static int countGraphs(int vertices) {
    List<int[]> pairs = new ArrayList<>();
    for (int a = 0; a < vertices; a++) {
      for (int b = 0; b < a; b++) {
        pairs.add(new int[] {a, b});
      }
    }
    Set<String> hashes = new HashSet<>();
    for (int subset = 0; subset < 1 << pairs.size(); subset++) {
      int chosen = subset;
      List<int[]> edges =
          IntStream.range(0, pairs.size())
              .filter(i -> (chosen >> i & 1) == 1)
              .mapToObj(pairs::get)
              .toList();
      hashes.add(Networks.ofGraph(vertices, edges).canonicalHash());
    }
    return hashes.size();
  }

  @Test
  void tellsAHexagonFromTwoTrianglesAsRefinementAloneCannot() {
    Network hexagon = Networks.ofGraph(6, cycle(0, 1, 2, 3, 4, 5));
    List<int[]> triangles = new ArrayList<>(cycle(0, 1, 2));
    triangles.addAll(cycle(3, 4, 5));
    assertNotEquals(hexagon.canonicalHash(), Networks.ofGraph(6, triangles).canonicalHash());
  }

  private static List<int[]> cycle(int... vertices) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < vertices.length; i++) {
      edges.add(new int[] {vertices[i], vertices[(i + 1) % vertices.length]});
    }
    return edges;
  }

  /**
   * Strongly regular with the same parameters (16, 6, 2, 2), so that only the search tells them
   * apart: vertices are pairs of numbers modulo 4, joined in the first graph if one number agrees,
   * in the second (Shrikhande 1959) if they differ by (0, 1), (1, 0) or (1, 1) either way.
   */
  @Test
  void tellsStronglyRegularGraphsApartAndKnowsThemAgain() {
    List<int[]> rook = new ArrayList<>();
    List<int[]> shrikhande = new ArrayList<>();
    for (int v = 0; v < 16; v++) {
      for (int w = 0; w < v; w++) {
        int rows = Math.floorMod(v / 4 - w / 4, 4);
        int columns = Math.floorMod(v % 4 - w % 4, 4);
        if (rows == 0 || columns == 0) {
          rook.add(new int[] {v, w});
        }
        if (Set.of(1, 3, 4, 12, 5, 15).contains(4 * rows + columns)) {
          shrikhande.add(new int[] {v, w});
        }
      }
    }
    assertEquals(48, rook.size());
    assertEquals(48, shrikhande.size());
    Network first = Networks.ofGraph(16, rook);
    Network second = Networks.ofGraph(16, shrikhande);
    assertNotEquals(first.canonicalHash(), second.canonicalHash());
    Random random = new Random(22);
    for (Network network : List.of(first, second)) {
      for (int i = 0; i < 10; i++) {
        Network copy = Networks.disguise(network, random);
        assertEquals(network.canonicalHash(), copy.canonicalHash());
      }
    }
  }

  @Test
  void searchesCompleteGraphsWithoutTryingEveryOrder() {
    List<int[]> edges = new ArrayList<>();
    for (int v = 0; v < 12; v++) {
      for (int w = 0; w < v; w++) {
        edges.add(new int[] {v, w});
      }
    }
    int steps = CanonicalOrder.of(graph(Networks.ofGraph(12, edges))).steps();
    assertTrue(steps < 12 * 12, "steps: " + steps); // all orders would be 12! of them
  }

  private static ColouredGraph graph(Network network) {
    NodeLabels labels = NodeLabels.of(network);
    return labels.graph(network, labels.signatures(network));
  }
}
