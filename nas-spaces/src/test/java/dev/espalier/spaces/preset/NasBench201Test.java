package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.EdgeText;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The preset beside the published table, architecture by architecture. */
class NasBench201Test {
  private static final String BEST =
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|";

  private static final int SAMPLE_CUT_OFF = 5;

  /** One convolution that two nodes read, and two equal ones. */
  private static final String SHARED =
      "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|";

  private static final String UNSHARED =
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|";

  /** Convolutions of a node that is all zeros, and none. */
  private static final String OF_ZEROS =
      "|none~0|+|none~0|nor_conv_3x3~1|+|nor_conv_3x3~0|none~1|nor_conv_1x1~2|";

  private static final String NOT_THERE = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";

  /** Three convolutions, added at once or one after the other. */
  private static final String ONE_SUM =
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|";

  private static final String SUM_OF_SUMS =
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+|nor_conv_1x1~0|none~1|skip_connect~2|";

  /** The table counts the additions of the classifier's biases. */
  private static final int BIASES = 10;

  private final CellSpace space =
      CellSpace.of(
          ((CellSpaceSpec) Presets.get("nas-bench-201")).bind(new Shape.Image(3, 32, 32), 10));

  private record Row(String text, String isomorphic, double params, double macs) {
    static Row of(String line) {
      List<String> fields = Splitter.on(',').splitToList(line);
      return new Row(
          fields.get(1),
          fields.get(2),
          Double.parseDouble(fields.get(15)),
          Double.parseDouble(fields.get(16)));
    }
  }

  private static List<Row> table() throws IOException {
    return PublishedTable.full("nas-bench-201", "nasbench201.csv.gz").stream()
        .map(Row::of)
        .toList();
  }

  /** Every 78th row. */
  private static List<Row> sample() throws IOException {
    return PublishedTable.sample("nas-bench-201-sample.csv").stream().map(Row::of).toList();
  }

  @Test
  void theSampleIsOfTheTable() throws IOException {
    assertTrue(
        PublishedTable.full("nas-bench-201", "nasbench201.csv.gz")
            .containsAll(PublishedTable.sample("nas-bench-201-sample.csv")));
  }

  @Test
  void textsAndCostsOfASampleAreThosePublished() throws IOException {
    assertEquals(200, sample().size());
    for (Row row : sample()) {
      assertEquals(row.text, EdgeText.of(space, EdgeText.parse(space, row.text)));
    }
    Map<String, Cost> costs = new HashMap<>();
    assertEquals(SAMPLE_CUT_OFF, compareCosts(sample(), costs));
    assertTrue(costs.size() > 100, costs.size() + " classes");
  }

  @Test
  void thereAreAsManyArchitecturesAsPublished() throws IOException {
    assertEquals(BigInteger.valueOf(15_625), space.size());
    Set<Architecture> distinct = new HashSet<>();
    table().forEach(row -> distinct.add(EdgeText.parse(space, row.text)));
    assertEquals(15_625, distinct.size());
  }

  @Test
  void textsAreReadAndWritten() throws IOException {
    assertEquals(BEST, EdgeText.of(space, EdgeText.parse(space, BEST)));
    for (Row row : table()) {
      assertEquals(row.text, EdgeText.of(space, EdgeText.parse(space, row.text)));
    }
  }

  @Test
  void costsAreThosePublishedAndNetworksOfOneHashHaveOneLiveCost() throws IOException {
    Map<String, Cost> costs = new HashMap<>();
    assertEquals(
        341, compareCosts(table(), costs), "architectures whose output is cut off from the input");
    assertEquals(5_424, costs.size(), "classes of equal hash");
  }

  /** How many are cut off; the others' costs are checked, and put by hash. */
  private int compareCosts(List<Row> rows, Map<String, Cost> costs) {
    int cutOff = 0;
    for (Row row : rows) {
      Optional<Network> found = network(row.text);
      if (found.isEmpty()) {
        cutOff++;
        continue;
      }
      Network network = found.get();
      assertEquals(Math.round(row.params * 1e6), network.declaredCost().params(), row.text);
      assertEquals(Math.round(row.macs * 1e6), network.declaredCost().macs() + BIASES, row.text);
      Cost live = network.cost();
      assertEquals(live, costs.computeIfAbsent(network.canonicalHash(), hash -> live), row.text);
    }
    return cutOff;
  }

  /** Empty where the output is cut off from the input. */
  private Optional<Network> network(String text) {
    try {
      return Optional.of(space.expand(EdgeText.parse(space, text)));
    } catch (NetworkException refused) {
      assertTrue(refused.toString().contains("cut off"), refused::toString);
      return Optional.empty();
    }
  }

  /**
   * The table's {@code iso_rep} compares expressions, in which what two nodes compute alike, with
   * weights of their own, looks like what one node computes and two read. These are networks of
   * different parameters.
   */
  @Test
  void publishedClassesThatJoinSharedAndUnsharedWeightsAreSplit() throws IOException {
    Map<String, Set<String>> hashes = new HashMap<>();
    for (Row row : table()) {
      network(row.text)
          .ifPresent(
              network -> {
                hashes
                    .computeIfAbsent(row.isomorphic, first -> new HashSet<>())
                    .add(network.canonicalHash());
              });
    }
    assertEquals(644, hashes.values().stream().filter(found -> found.size() > 1).count());
    Network shared = network(SHARED).orElseThrow();
    Network unshared = network(UNSHARED).orElseThrow();
    assertNotEquals(shared.canonicalHash(), unshared.canonicalHash());
    assertTrue(shared.cost().params() < unshared.cost().params());
  }

  /** The table takes what is fed by zeros only for something, and a sum of sums for no sum. */
  @Test
  void publishedClassesThatDifferInZerosOrSumsAreJoined() throws IOException {
    Map<String, Set<String>> classes = new HashMap<>();
    for (Row row : table()) {
      network(row.text)
          .ifPresent(
              network ->
                  classes
                      .computeIfAbsent(network.canonicalHash(), first -> new HashSet<>())
                      .add(row.isomorphic));
    }
    assertEquals(720, classes.values().stream().filter(rows -> rows.size() > 1).count());
    assertEquals(
        network(OF_ZEROS).orElseThrow().canonicalHash(),
        network(NOT_THERE).orElseThrow().canonicalHash());
    assertEquals(
        network(SUM_OF_SUMS).orElseThrow().canonicalHash(),
        network(ONE_SUM).orElseThrow().canonicalHash());
  }

  @Test
  void aTextThatIsNoneIsRefused() {
    for (String text :
        List.of("", "|skip_connect~0|", BEST.replace("+", ""), BEST.replace("~2", "~3"))) {
      assertThrows(IllegalArgumentException.class, () -> EdgeText.parse(space, text), text);
    }
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> EdgeText.parse(space, BEST.replace("nor_conv_1x1", "conv_9x9")))
            .toString()
            .contains(
                "decision 'cell.n1.op1' (conv_9x9) must be one of zero, skip, conv_1x1, conv_3x3, avg_pool_3x3"));
  }
}
