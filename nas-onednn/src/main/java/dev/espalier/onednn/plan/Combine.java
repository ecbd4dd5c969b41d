package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Weighted sum of equal maps: addition, subtraction, average, scaling.
 *
 * @param weights of its inputs, in their order
 */
public record Combine(List<Float> weights) implements Operation {
  /** Copies. */
  public Combine {
    weights = List.copyOf(weights);
  }

  /** Whether it is a plain sum. */
  public boolean isPlain() {
    return weights.stream().allMatch(weight -> weight == 1f);
  }

  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value first = inputs.get(0);
    Layout layout = first.layout();
    List<Buffer> parts = new ArrayList<>();
    boolean differentiable = false;
    for (Value input : inputs) {
      parts.add(emitter.in(input, layout));
      differentiable |= input.isDifferentiable();
    }
    Buffer sum = emitter.sum(first.dims(), layout, weights, parts);
    Value y = emitter.value(first.dims(), layout, sum, differentiable);
    emitter.differentiate(
        y,
        gradient -> {
          for (int i = 0; i < inputs.size(); i++) {
            Value x = inputs.get(i);
            if (!x.isDifferentiable()) {
              continue;
            }
            if (weights.get(i) == 1f) {
              boolean only = inputs.size() == 1;
              emitter.contribute(
                  x, layout, new Emitter.Gradient(gradient.buffer(), only && gradient.owned()));
            } else {
              Buffer scaled =
                  emitter.sum(
                      y.dims(), layout, List.of(weights.get(i)), List.of(gradient.buffer()));
              emitter.contribute(x, layout, new Emitter.Gradient(scaled, true));
            }
          }
        });
    return y;
  }
}
