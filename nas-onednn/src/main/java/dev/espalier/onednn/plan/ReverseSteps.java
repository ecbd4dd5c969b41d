package dev.espalier.onednn.plan;

import java.util.List;

/**
 * The steps of series that count, the last one first; the others become zeros, as in DL4J. The
 * second input is the mask, where there is one.
 */
public record ReverseSteps() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    int steps = inputs.get(0).dims().w();
    int features = inputs.get(0).dims().c();
    float[] none = new float[steps * features];
    Lengths.Reader reverse =
        (from, to, lengths) -> {
          for (int row = 0; row < lengths.length; row++) {
            int first = row * steps * features;
            int counted = lengths[row] * features;
            for (int at = 0; at < counted; at += features) {
              to.put(first + at, from, first + counted - features - at, features);
            }
            to.put(first + counted, none, 0, none.length - counted);
          }
        };
    return Lengths.series(emitter, inputs, reverse, reverse);
  }
}
