package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Shape;
import dev.espalier.network.Truncate;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.cell.AdjacencyCell;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.Merge;
import dev.espalier.spaces.cell.Setting;
import dev.espalier.spaces.cell.Wiring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NasBench101Test {
  private static final String CONV1 = "conv1x1-bn-relu";
  private static final String CONV3 = "conv3x3-bn-relu";
  private static final String POOL = "maxpool3x3";

  /** The cell in the README of the published code. */
  private static final AdjacencyCell INCEPTION =
      AdjacencyCell.of(
          List.of("0111010", "0000001", "0000001", "0000100", "0000001", "0000001", "0000000"),
          List.of("input", CONV1, CONV3, CONV3, CONV3, POOL, "output"));

  private final CellSpace space = space("nas-bench-101");

  private static CellSpace space(String preset) {
    return CellSpace.of(((CellSpaceSpec) Presets.get(preset)).bind(new Shape.Image(3, 32, 32), 10));
  }

  @Test
  void thereAreAsManyChoicesAsPublished() {
    assertEquals(BigInteger.TWO.pow(21).multiply(BigInteger.valueOf(3).pow(5)), space.size());
  }

  @Test
  void theExampleOfTheReadmeHasItsParameters() {
    Network network = space.expand(INCEPTION.architecture(space));
    assertEquals(2_694_282, network.cost().params());
  }

  @Test
  void cellsAreReadAndWritten() {
    assertEquals(INCEPTION, AdjacencyCell.of(space, INCEPTION.architecture(space)));
    RandomGenerator random = Seeds.generator(8);
    for (int i = 0; i < 500; i++) {
      Architecture architecture = space.sample(random);
      AdjacencyCell cell = AdjacencyCell.of(space, architecture);
      Architecture back = cell.architecture(space);
      assertEquals(cell, AdjacencyCell.of(space, back));
      assertEquals(space.expand(architecture).canonicalHash(), space.expand(back).canonicalHash());
    }
  }

  /**
   * Their number is in the paper's code, which hashes cells up to isomorphism: 7 with at most three
   * vertices, 84 with four, 2,441 with five. The width has no remainder in any number of parts.
   */
  @ParameterizedTest
  @CsvSource({"1, 7", "2, 91", "3, 2532"})
  void differentCellsAreThoseCounted(int nodes, int published) {
    CellSpace small =
        CellSpace.of(
            CellSpaceSpec.named("small")
                .input(new Shape.Image(3, 4, 4))
                .outputs(10)
                .stem("conv_bn_relu_3x3", Setting.of(60))
                .cell(
                    "cell",
                    cell ->
                        cell.nodes(nodes)
                            .wiring(Wiring.free(9))
                            .merge(Merge.CONCAT)
                            .ops("conv_bn_relu_1x1", "conv_bn_relu_3x3", "max_pool_3x3"))
                .stage("cell")
                .head("global_avg_pool")
                .norm(false)
                .build());
    Map<AdjacencyCell, String> hashes = new HashMap<>();
    int edges = (nodes + 2) * (nodes + 1) / 2;
    List<String> ops = ImmutableList.of(CONV1, CONV3, POOL);
    int operations = (int) Math.pow(ops.size(), nodes);
    for (int bits = 0; bits < 1 << edges; bits++) {
      for (int operation = 0; operation < operations; operation++) {
        Architecture architecture = cell(nodes, bits, operation, ops).architecture(small);
        try {
          String hash = small.expand(architecture).canonicalHash();
          AdjacencyCell whole = AdjacencyCell.of(small, architecture);
          assertEquals(hash, hashes.computeIfAbsent(whole, first -> hash));
        } catch (NetworkException refused) {
          assertTrue(refused.toString().matches(".*(cut off|has 10 edges).*"), refused::toString);
        }
      }
    }
    Set<String> classes = new HashSet<>();
    for (AdjacencyCell cell : hashes.keySet()) {
      String least = "";
      for (AdjacencyCell renumbered : renumbered(cell)) {
        String hash = hashes.getOrDefault(renumbered, "");
        least = least.isEmpty() || hash.compareTo(least) < 0 ? hash : least;
      }
      classes.add(least);
    }
    assertEquals(published, classes.size());
  }

  /**
   * The cell with its vertices between input and output in any order in which they may come. Parts
   * of the output then come in another order, too, which the hash sees.
   */
  private static List<AdjacencyCell> renumbered(AdjacencyCell cell) {
    int vertices = cell.ops().size();
    List<Integer> between = IntStream.range(1, vertices - 1).boxed().toList();
    List<AdjacencyCell> found = new ArrayList<>();
    for (List<Integer> order : Collections2.permutations(between)) {
      List<Integer> all = new ArrayList<>(order);
      all.add(0, 0);
      all.add(vertices - 1);
      List<String> matrix =
          all.stream()
              .map(
                  row ->
                      all.stream()
                          .map(column -> cell.matrix().get(row).substring(column, column + 1))
                          .collect(Collectors.joining()))
              .toList();
      boolean forward =
          IntStream.range(0, vertices)
              .allMatch(row -> matrix.get(row).startsWith("0".repeat(row + 1)));
      if (forward) {
        found.add(AdjacencyCell.of(matrix, all.stream().map(cell.ops()::get).toList()));
      }
    }
    return found;
  }

  private static AdjacencyCell cell(int nodes, int bits, int operation, List<String> ops) {
    int vertices = nodes + 2;
    int left = bits;
    ImmutableList.Builder<String> matrix = ImmutableList.builder();
    for (int row = 0; row < vertices; row++) {
      StringBuilder digits = new StringBuilder("0".repeat(row + 1));
      for (int column = row + 1; column < vertices; column++) {
        digits.append(left & 1);
        left >>= 1;
      }
      matrix.add(digits.toString());
    }
    ImmutableList.Builder<String> names = ImmutableList.<String>builder().add("input");
    for (int node = 0, rest = operation; node < nodes; node++, rest /= ops.size()) {
      names.add(ops.get(rest % ops.size()));
    }
    return new AdjacencyCell(matrix.build(), names.add("output").build());
  }

  @Test
  void cellsOfTooManyEdgesAreRefusedAndNeverDrawn() {
    AdjacencyCell full =
        AdjacencyCell.of(
            List.of("0111111", "0011111", "0001111", "0000111", "0000011", "0000001", "0000000"),
            INCEPTION.ops());
    assertTrue(
        assertThrows(NetworkException.class, () -> space.expand(full.architecture(space)))
            .toString()
            .contains("cell cell has 21 edges, and may have 9"));
    RandomGenerator random = Seeds.generator(9);
    for (int i = 0; i < 1_000; i++) {
      AdjacencyCell cell = AdjacencyCell.of(space, space.sample(random));
      assertTrue(
          String.join("", cell.matrix()).chars().filter(digit -> digit == '1').count() <= 9,
          cell::toString);
    }
  }

  /** The output's 128 channels in three parts are 43, 43 and 42: the first feeds the third. */
  @Test
  void whatIsTooWideIsTruncated() {
    AdjacencyCell cell =
        AdjacencyCell.of(
            List.of("01100", "00011", "00001", "00001", "00000"),
            List.of("input", CONV1, CONV1, CONV1, "output"));
    Network network = space.expand(cell.architecture(space));
    assertTrue(
        network.nodes().stream().anyMatch(node -> node.layer().equals(new Truncate(42))),
        network::toString);
  }

  @Test
  void aCellThatIsNoneIsRefused() {
    List<String> ops = List.of("input", CONV1, "output");
    assertThrows(
        IllegalArgumentException.class, () -> AdjacencyCell.of(List.of("010", "001"), ops));
    assertThrows(
        IllegalArgumentException.class, () -> AdjacencyCell.of(List.of("010", "101", "000"), ops));
    assertThrows(
        IllegalArgumentException.class,
        () -> AdjacencyCell.of(List.of("01", "00"), List.of("output", "input")));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            AdjacencyCell.of(List.of("010", "001", "000"), List.of("input", "conv9x9", "output"))
                .architecture(space));
  }

  @Test
  void aSpaceWithoutSuchACellHasNoneToWrite() {
    CellSpace other = space("nas-bench-201");
    assertThrows(IllegalArgumentException.class, () -> INCEPTION.architecture(other));
  }
}
