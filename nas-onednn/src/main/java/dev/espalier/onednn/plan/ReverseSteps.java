package dev.espalier.onednn.plan;

import java.util.List;

/**
 * The steps of series that count, the last one first; the others stay where they are. The second
 * input is the mask, where there is one.
 */
public record ReverseSteps() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    int steps = inputs.get(0).dims().w();
    int features = inputs.get(0).dims().c();
    Lengths.Reader reverse =
        (from, to, lengths) -> {
          for (int row = 0; row < lengths.length; row++) {
            for (int step = 0; step < steps; step++) {
              int other = step < lengths[row] ? lengths[row] - 1 - step : step;
              int first = row * steps;
              to.put((first + step) * features, from, (first + other) * features, features);
            }
          }
        };
    return Lengths.series(emitter, inputs, reverse, reverse);
  }
}
