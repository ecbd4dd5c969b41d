/**
 * From the framework-neutral network to a Deeplearning4j graph that can be trained.
 *
 * <p>Lowering builds the live network, one or a few stock Deeplearning4j vertices a layer, named by
 * the layer's weight key. The trainable scalars of the graph are the network's {@code params}, so
 * what was costed is what is trained. Saved graphs load with Deeplearning4j alone.
 *
 * <pre>{@code
 * OutputSpec output = OutputSpec.of(Loss.CROSS_ENTROPY);
 * ComputationGraph graph = GraphLowering.lower(network, output, Recipe.builder().build(), 42);
 * INDArray weights = graph.getLayer("stem.conv").getParam("W");
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.lower;

import org.jspecify.annotations.NullMarked;
