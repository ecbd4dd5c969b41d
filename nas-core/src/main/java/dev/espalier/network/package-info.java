/**
 * The framework-neutral network: a graph of about a dozen primitive layers, from which costs, the
 * canonical hash, the trained model and the architecture JSON all come.
 *
 * <pre>{@code
 * Network.Builder network = Network.builder(new Shape.Image(1, 28, 28));
 * int x = network.add("stem.conv", Conv2d.of(16, Window.same(3, 1)), 0);
 * x = network.add("stem.relu", Activation.relu(), x);
 * x = network.add("head.pool", new GlobalPool(Pooling.AVERAGE), x);
 * network.add("head.logits", Dense.of(10), x);
 * long macs = network.build().cost().macs(); // 113 056
 * }</pre>
 */
@NullMarked
package dev.espalier.network;

import org.jspecify.annotations.NullMarked;
