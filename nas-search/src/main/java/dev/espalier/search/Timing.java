package dev.espalier.search;

import java.util.List;

/**
 * How long trainings take, by the multiply-accumulates of their networks: seconds of an epoch grow
 * with them, and what a training takes beside its epochs does not.
 *
 * @param fixed seconds of a training beside its epochs
 * @param base seconds of an epoch on the trial's share of the data, of a network without costs
 * @param slope seconds of such an epoch a multiply-accumulate
 */
record Timing(double fixed, double base, double slope) {
  /**
   * What was measured.
   *
   * @param macs of the network
   * @param fixed seconds beside the epochs
   * @param epoch seconds of an epoch
   */
  record Measured(long macs, double fixed, double epoch) {}

  /** The line nearest to what was measured, by least squares; it does not fall. */
  static Timing of(List<Measured> measured) {
    double macs = measured.stream().mapToDouble(Measured::macs).average().orElseThrow();
    double epoch = measured.stream().mapToDouble(Measured::epoch).average().orElseThrow();
    double fixed = measured.stream().mapToDouble(Measured::fixed).average().orElseThrow();
    double squares = 0.0;
    double products = 0.0;
    for (Measured each : measured) {
      squares += (each.macs - macs) * (each.macs - macs);
      products += (each.macs - macs) * (each.epoch - epoch);
    }
    double slope = squares == 0.0 ? 0.0 : Math.max(0.0, products / squares);
    slope = Math.min(slope, macs == 0.0 ? 0.0 : epoch / macs);
    return new Timing(fixed, epoch - slope * macs, slope);
  }

  /** Seconds of a training of so many epochs on the trial's share of the data. */
  double seconds(double macs, double epochs) {
    return fixed + epochs * (base + slope * macs);
  }
}
