package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.EdgeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The preset beside the published table, architecture by architecture. */
class NasBench201Test {
  private static final String BEST =
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|";

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
    Path file =
        Path.of(System.getProperty("espalier.shared.data", "../../shared/data"))
            .resolve("nas-bench-201/nasbench201.csv.gz");
    assumeTrue(Files.exists(file), () -> "the published table is not at " + file);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(Row::of).toList();
    }
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
  void costsAreThosePublishedAndClassesOfEqualHashHaveOneLiveCost() throws IOException {
    int cutOff = 0;
    Map<String, Long> costs = new HashMap<>();
    Map<String, Set<String>> published = new HashMap<>();
    Map<String, Set<String>> ours = new HashMap<>();
    for (Row row : table()) {
      Architecture architecture = EdgeText.parse(space, row.text);
      Network network;
      try {
        network = space.expand(architecture);
      } catch (NetworkException refused) {
        assertTrue(refused.toString().contains("cut off"), refused::toString);
        cutOff++;
        continue;
      }
      assertEquals(Math.round(row.params * 1e6), network.declaredCost().params(), row.text);
      assertEquals(Math.round(row.macs * 1e6), network.declaredCost().macs() + BIASES, row.text);
      String hash = network.canonicalHash();
      long live = network.cost().macs();
      assertEquals(live, costs.computeIfAbsent(hash, first -> live), row.text);
      published.computeIfAbsent(row.isomorphic, first -> new HashSet<>()).add(hash);
      ours.computeIfAbsent(hash, first -> new HashSet<>()).add(row.isomorphic);
    }
    assertEquals(341, cutOff);
    System.out.println(
        ours.size()
            + " classes; published that split "
            + published.values().stream().filter(hashes -> hashes.size() > 1).count()
            + ", ours that join "
            + ours.values().stream().filter(rows -> rows.size() > 1).count());
  }

  @Test
  void speed() {
    RandomGenerator random = Seeds.generator(1);
    for (int round = 0; round < 5; round++) {
      long hash = 0, sample = 0, expand = 0, live = 0;
      for (int i = 0; i < 3_000; i++) {
        long t0 = System.nanoTime();
        Architecture a = space.sample(random);
        long t1 = System.nanoTime();
        Network n = space.expand(a);
        long t2 = System.nanoTime();
        n.cost();
        long t3 = System.nanoTime();
        n.canonicalHash();
        long t4 = System.nanoTime();
        sample += t1 - t0;
        expand += t2 - t1;
        live += t3 - t2;
        hash += t4 - t3;
      }
      System.out.printf(
          "us: sample %.1f expand %.1f live %.1f hash %.1f%n",
          sample / 3e6, expand / 3e6, live / 3e6, hash / 3e6);
    }
  }
}
