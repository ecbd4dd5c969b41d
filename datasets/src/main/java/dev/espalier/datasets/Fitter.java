package dev.espalier.datasets;

import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.datasets.read.RawRows;
import java.util.function.Function;

/** Learns a preprocessing from training rows. */
interface Fitter<R extends RawRows> {
  Fitted<R> fit(R rows, int[] train, TargetEncoding targets);

  /**
   * A preprocessing together with its way to encode the rows it was learned from.
   *
   * @param columns how columns were understood
   */
  record Fitted<R extends RawRows>(
      Preprocessing preprocessing, Function<R, Features> encode, Columns columns) {
    Fitted(Preprocessing preprocessing, Function<R, Features> encode) {
      this(preprocessing, encode, Columns.NONE);
    }
  }
}
