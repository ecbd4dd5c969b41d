/**
 * From the framework-neutral network to a Deeplearning4j graph that can be trained.
 *
 * <p>Lowering builds the live network, one or a few vertices a layer, named by the layer's weight
 * key, for the {@link dev.espalier.eval.lower.Engine} that is to compute it. The trainable scalars
 * of the graph are the network's {@code params}, so what was costed is what is trained. Saved
 * graphs of the stock engine load with Deeplearning4j alone; those of oneDNN need {@code
 * nas-onednn} on the class path.
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
