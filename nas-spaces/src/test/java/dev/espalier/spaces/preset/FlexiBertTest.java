package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The small space of FlexiBERT, against the table that its authors published. */
class FlexiBertTest {
  private static final int VOCABULARY = 1_000;
  private static final int STEPS = 16;

  private final NetworkSpace space =
      Presets.get("flexibert-small")
          .bind(new Shape.Tokens(VOCABULARY, STEPS), 2)
          .space(OperationRegistry.standard());

  /** One row of the table; a value a layer in each list. */
  private record Row(
      List<Integer> heads,
      List<Integer> hidden,
      List<String> similarity,
      List<Integer> feedForward) {
    private static final Splitter DASH = Splitter.on('-');

    static Row of(String line) {
      List<String> cells = Splitter.on(',').splitToList(line);
      Row row =
          new Row(
              numbers(cells.get(1)),
              numbers(cells.get(2)),
              DASH.splitToList(cells.get(3)),
              numbers(cells.get(4)));
      assertEquals(Integer.parseInt(cells.get(0)), row.heads().size());
      return row;
    }

    private static List<Integer> numbers(String cell) {
      return DASH.splitToStream(cell).map(Integer::valueOf).toList();
    }

    Architecture architecture() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("layers", Integer.toString(heads.size()));
      for (int i = 0; i < heads.size(); i++) {
        boolean dot = similarity.get(i).equals("sdp");
        values.put("l%d.mixing".formatted(i), dot ? "attention" : "weighted_attention");
        values.put("l%d.width".formatted(i), hidden.get(i).toString());
        values.put("l%d.heads".formatted(i), heads.get(i).toString());
        values.put("l%d.feedForward".formatted(i), feedForward.get(i).toString());
      }
      return Architecture.of(values);
    }

    /** As PyTorch's modules of the authors' code count, embedding and last layer as ours. */
    long params() {
      int first = hidden.get(0);
      long sum = (VOCABULARY + STEPS) * (long) first;
      for (int i = 0; i < heads.size(); i++) {
        long width = hidden.get(i);
        long dense = feedForward.get(i);
        sum += 4 * (width * width + width) + 2 * width * dense + dense + width + 2 * 2 * width;
        if (similarity.get(i).equals("wma")) {
          long head = width / heads.get(i);
          sum += head * head;
        }
        if (i > 0 && hidden.get(i - 1) != width) {
          sum += (hidden.get(i - 1) + 1) * width;
        }
      }
      return sum + 2 * hidden.get(hidden.size() - 1) + 2;
    }
  }

  @Test
  void eachOfTwoOrFourLayersHasTwentyFourFormsToChooseFrom() {
    assertEquals(BigInteger.valueOf(24 * 24 + 24 * 24 * 24 * 24), space.size());
  }

  /** The table leaves out those in which a size decreases, or sdp comes after wma. */
  @Test
  void everyEncoderOfTheTableIsOneArchitecture() throws IOException {
    List<String> table = PublishedTable.full("flexibert-small", "flexibert_small.csv.gz");
    assertEquals(2_037, table.size());
    assertTrue(table.containsAll(PublishedTable.sample("flexibert-small-sample.csv")));
    check(table);
  }

  @Test
  void everyEncoderOfASampleIsOneArchitecture() throws IOException {
    List<String> sample = PublishedTable.sample("flexibert-small-sample.csv");
    assertEquals(200, sample.size());
    check(sample);
  }

  private void check(List<String> table) {
    Set<Architecture> architectures = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (Row row : table.stream().map(Row::of).toList()) {
      Architecture architecture = space.check(row.architecture());
      Network network = space.expand(architecture);
      assertTrue(architectures.add(architecture), architecture.encoding());
      assertTrue(hashes.add(network.canonicalHash()), architecture.encoding());
      assertEquals(row.params(), network.cost().params(), architecture.encoding());
    }
  }

  @Test
  void bertTinyAndMiniAreInTheSpace() {
    Row tiny = Row.of("2,2-2,128-128,sdp-sdp,512-512,,");
    Row mini = Row.of("4,4-4-4-4,256-256-256-256,sdp-sdp-sdp-sdp,1024-1024-1024-1024,,");
    // google-research/bert, without its token types, norm of the embedding and pooler
    assertEquals(tiny.params(), space.expand(space.check(tiny.architecture())).cost().params());
    assertEquals(4 * 789_760, mini.params() - (VOCABULARY + STEPS) * 256L - 2 * 256 - 2);
  }
}
