package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A search builds, trains and closes one network after another, for days. */
@Tag("slow")
final class ManyCandidatesTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int CANDIDATES = LongForm.of(400, 1000);
  private static final int SETTLED = LongForm.of(150, 300);

  @Test
  void memoryStaysFlatOverAThousandCandidatesOfDifferentShapes()
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(STATUS), "only Linux says how much memory is resident");
    long settled = 0;
    for (int i = 1; i <= CANDIDATES; i++) {
      train(RandomGraphs.covered(i, true));
      if (i % 10 == 0) {
        System.gc(); // closing a graph asks for none, and garbage is not in question here either
      }
      if (i == SETTLED) {
        settled = resident();
      }
    }
    long end = resident();
    String report =
        "%d MiB after %d candidates, %d after %d"
            .formatted(settled >> 10, SETTLED, end >> 10, CANDIDATES);
    assertTrue(end - settled < 64 << 10, report);
  }

  private static void train(RandomGraphs.Drawn drawn) {
    try (OneDnnGraph graph = new OneDnnGraph(drawn.configuration())) {
      graph.init();
      assertTrue(graph.explain(GraphCheck.shapes(drawn.inputs())).isCovered());
      for (int step = 0; step < 3; step++) {
        graph.fit(drawn.inputs(), drawn.targets());
      }
    }
    for (var array : drawn.features()) {
      array.close();
    }
    for (var array : drawn.labels()) {
      array.close();
    }
  }

  /** Resident memory in KiB, after a collection, as what Java holds is not in question. */
  private static long resident() throws IOException, InterruptedException {
    System.gc();
    for (int left = Integer.MAX_VALUE; NativeBacklog.size() < left; ) {
      left = NativeBacklog.size();
      Thread.sleep(200); // ND4J frees what was found on threads of its own
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
