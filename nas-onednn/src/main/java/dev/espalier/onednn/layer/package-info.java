/**
 * Layers and activations of today's image networks that Deeplearning4j does not have, as proper
 * Deeplearning4j layers.
 *
 * <p>A {@link dev.espalier.onednn.layer.GroupedConvolution2D} covers what lies between the ordinary
 * and the depthwise convolution, the dilated depthwise one included, which stock Deeplearning4j
 * cannot run. {@link dev.espalier.onednn.layer.ActivationHardSwish} is MobileNetV3's cheap stand-in
 * for swish. A {@link dev.espalier.onednn.layer.DagRecurrentLayer} is the searched recurrent cell
 * of ENAS and DARTS, a {@link dev.espalier.onednn.layer.GruLayer} the gated recurrent unit. All run
 * in any stock {@code ComputationGraph} or {@code MultiLayerNetwork}, in float or double, on ND4J
 * operations alone; configurations go through JSON and YAML and models through {@code
 * ModelSerializer} like those of stock layers. Whoever loads such a file needs this package on the
 * classpath: Deeplearning4j names the class in it.
 *
 * <pre>{@code
 * graph.addLayer(
 *     "depthwise",
 *     new GroupedConvolution2D.Builder(3, 3)
 *         .nIn(32)
 *         .nOut(32)
 *         .groups(32)
 *         .dilation(2, 2)
 *         .convolutionMode(ConvolutionMode.Same)
 *         .activation(new ActivationHardSwish())
 *         .build(),
 *     "stem");
 * }</pre>
 */
@NullMarked
package dev.espalier.onednn.layer;

import org.jspecify.annotations.NullMarked;
