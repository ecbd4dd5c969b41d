package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

final class NativeBacklogTest {
  private static final int ARRAYS = 600_000;

  @BeforeAll
  static void load() {
    NativeRuntime.load();
  }

  /** So small that no garbage collection would come of itself. */
  @Test
  void arraysThatNobodyUsesDoNotPileUp() throws InterruptedException {
    int most = 0;
    for (int i = 0; i < ARRAYS; i++) {
      Nd4j.createUninitialized(DataType.FLOAT, 8);
      if (i % 1_000 == 0) {
        NativeBacklog.keepUp();
        most = Math.max(most, NativeBacklog.size());
      }
    }
    assertTrue(most > 0, "ND4J tells how many there are");
    assertTrue(most < ARRAYS / 2, most + " arrays waited to be freed");
  }
}
