package dev.espalier.datasets;

import dev.espalier.datasets.example.Examples;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The test split, kept closed. The rule: the final retraining opens it, once the search has ended,
 * and nothing that it shows is used to choose between candidates. Openings are counted, so that a
 * program can check and report that the rule was kept. Safe for use by many threads.
 */
public final class HeldOut {
  private final Examples examples;
  private final AtomicInteger openings = new AtomicInteger();

  HeldOut(Examples examples) {
    this.examples = examples;
  }

  /** Number of test examples. */
  public int size() {
    return examples.size();
  }

  /** Opens the test split, prepared as the training split was. */
  public Examples open() {
    openings.incrementAndGet();
    return examples;
  }

  /** How often the test split was opened. */
  public int openings() {
    return openings.get();
  }
}
