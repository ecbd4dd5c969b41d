package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Window;
import java.util.Locale;

/**
 * The heads of mobile networks: a 1x1 convolution to 1280 channels, batch norm, activation, mean of
 * each channel. {@code wide_avg_pool_relu6} is that of MobileNetV2 (Sandler et al. 2018), {@code
 * wide_avg_pool_relu} that of NAS-Bench-Macro (Su et al. 2021). Their spaces say {@code norm:
 * false}.
 */
final class WideAveragePool implements Operation {
  private static final int WIDTH = 1280;

  private final Activation.Function function;

  WideAveragePool(Activation.Function function) {
    this.function = function;
  }

  private String name() {
    return function.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String id() {
    return "wide_avg_pool_" + name();
  }

  @Override
  public String summary() {
    return "1x1 convolution to %s channels, batch norm, %s, mean of each channel"
        .formatted(WIDTH, function == Activation.Function.RELU ? "ReLU" : "ReLU6");
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.HEAD);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = network.add(key + ".conv", Conv2d.of(WIDTH, Window.same(1, 1)), input);
    x = network.add(key + ".bn", new BatchNorm(), x);
    x = network.add(key + "." + name(), new Activation(function), x);
    return network.add(key + ".pool", new GlobalPool(Pooling.AVERAGE), x);
  }
}
