package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.espalier.evaluate.EvaluationException;
import org.junit.jupiter.api.Test;

final class NativeMemoryTest {
  @Test
  void aRefusedAllocationBecomesAReason() {
    RuntimeException refused = new RuntimeException("Allocation failed: [bad alloc]");
    RuntimeException explained = NativeMemory.explain(refused);
    assertInstanceOf(EvaluationException.class, explained);
    assertEquals("out of native memory: Allocation failed: [bad alloc]", explained.getMessage());
    assertSame(refused, explained.getCause());
  }

  @Test
  void aRefusedAllocationIsFoundBelowOtherExceptions() {
    RuntimeException wrapped =
        new IllegalStateException("layer conv", new RuntimeException("Failed to allocate 9 bytes"));
    assertEquals(
        "out of native memory: Failed to allocate 9 bytes",
        NativeMemory.explain(wrapped).getMessage());
  }

  @Test
  void otherFailuresStayWhatTheyAre() {
    RuntimeException other = new IllegalArgumentException("no such layer");
    assertSame(other, NativeMemory.explain(other));
    RuntimeException silent = new IllegalStateException();
    assertSame(silent, NativeMemory.explain(silent));
  }
}
