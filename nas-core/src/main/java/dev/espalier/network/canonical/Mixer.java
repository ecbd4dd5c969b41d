package dev.espalier.network.canonical;

/** Spreads bits, so that sums of mixed numbers tell multisets of numbers apart. */
public final class Mixer {
  private Mixer() {}

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection. */
  public static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Mixes a number into what was mixed before. */
  public static long mix(long before, long value) {
    return mix(mix(before) ^ value);
  }
}
