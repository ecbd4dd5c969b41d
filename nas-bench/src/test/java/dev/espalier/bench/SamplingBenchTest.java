package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingBenchTest {
  @Test
  void everyRoundDrawsTheSame() {
    List<String> lines = SamplingBench.lines("nas-bench-201", 20, 2);
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).matches("nas-bench-201,1,20,(1[5-9]|20),\\d+\\.\\d\\d"), lines.get(0));
    assertEquals(classes(lines.get(0)), classes(lines.get(1)));
  }

  private static String classes(String line) {
    return line.replaceAll("^.*,(\\d+),[^,]*$", "$1");
  }

  @Test
  void recurrentSpacesReadTokens() {
    assertTrue(SamplingBench.lines("darts-rnn", 3, 1).get(0).startsWith("darts-rnn,1,3,3,"));
  }
}
