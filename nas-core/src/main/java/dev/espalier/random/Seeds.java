package dev.espalier.random;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Seeds derived from seeds, so that every ask, trial, split and initialisation has its own stream
 * of random numbers that depends on nothing but the study's seed and its own name and number.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * A seed for one purpose.
   *
   * @param seed parent, any value
   * @param purpose what it is for, such as {@code "ask"}
   * @param number which of that kind
   */
  public static long derive(long seed, String purpose, long number) {
    return Hashing.sha256()
        .newHasher()
        .putLong(seed)
        .putString(purpose, StandardCharsets.UTF_8)
        .putLong(number)
        .hash()
        .asLong();
  }

  /** A fresh generator; equal seeds give equal streams on every platform. Not thread-safe. */
  public static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** {@link #generator} of {@link #derive}. */
  public static RandomGenerator generator(long seed, String purpose, long number) {
    return generator(derive(seed, purpose, number));
  }
}
