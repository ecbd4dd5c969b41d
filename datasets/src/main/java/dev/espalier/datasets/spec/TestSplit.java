package dev.espalier.datasets.spec;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the test split comes from. */
public sealed interface TestSplit {

  /**
   * A share of the data.
   *
   * @param fraction in (0, 1)
   * @param seed of the split; null for the {@code splitSeed} of the dataset. One that is set keeps
   *     the same test split while the split into train and validation varies
   */
  record Fraction(double fraction, @Nullable Long seed) implements TestSplit {
    public Fraction {
      DatasetSpec.requireFraction("test fraction", fraction);
    }

    /** A share of the data, split by the seed of the dataset. */
    public Fraction(double fraction) {
      this(fraction, null);
    }
  }

  /**
   * A file or directory of its own, in the format of the training data.
   *
   * @param path relative paths start where the path of the dataset starts
   */
  record Given(Path path) implements TestSplit {}

  /**
   * A column that says of each row whether it is {@code train} or {@code test}.
   *
   * @param column its name
   */
  record Column(String column) implements TestSplit {}
}
