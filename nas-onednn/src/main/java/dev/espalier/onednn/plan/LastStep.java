package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import java.util.List;

/**
 * The last step of series that counts, as rows; the first one where none does, as in DL4J. The
 * second input is the mask, where there is one.
 */
public record LastStep() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Dims in = inputs.get(0).dims();
    int features = in.c();
    return Lengths.rows(
        emitter,
        inputs,
        (from, to, lengths) -> {
          for (int row = 0; row < lengths.length; row++) {
            to.put(row * features, from, place(in, row, lengths[row]), features);
          }
        },
        (from, to, lengths) -> {
          for (int row = 0; row < lengths.length; row++) {
            to.put(place(in, row, lengths[row]), from, row * features, features);
          }
        });
  }

  private static int place(Dims in, int row, int length) {
    return (row * in.w() + Math.max(0, length - 1)) * in.c();
  }
}
