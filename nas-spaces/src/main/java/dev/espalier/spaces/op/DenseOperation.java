package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import java.util.Locale;

/** {@code dense_relu}, {@code dense_tanh}: a dense layer and its non-linearity. */
final class DenseOperation implements Operation {
  private final Activation.Function function;

  DenseOperation(Activation.Function function) {
    this.function = function;
  }

  @Override
  public String id() {
    return "dense_" + function.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String summary() {
    return "dense layer, " + function.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.VECTOR);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.STEM, Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = network.add(key + ".dense", Dense.of(features), input);
    return network.add(key + ".activation", new Activation(function), x);
  }
}
