/**
 * Operations: what a cell may place on an edge, and what may stand as a stem or a head. Each is a
 * small class that composes primitive layers, and a line in the {@link
 * dev.espalier.spaces.op.OperationRegistry}. Operations of one's own come from a jar that names
 * them in {@code META-INF/services/dev.espalier.spaces.op.Operation}, or by {@code with}:
 *
 * <pre>{@code
 * OperationRegistry operations = OperationRegistry.standard().with(operation);
 * }</pre>
 *
 * <p>An operation of stride 2 turns {@code n} pixels into {@code ceil(n / 2)}, whichever it is.
 * Windows are padded by half a kernel on both sides, as in PyTorch, but those of {@code conv_3x3},
 * {@code conv_bn_relu_3x3}, {@code sep_conv_3x3}, {@code dw_sep_conv_3x3}, {@code max_pool_3x3} and
 * {@code avg_pool_3x3} have same padding: on even sizes at stride 2 they lie one pixel lower and
 * more to the right. Convolutions come in the order ReLU, convolution, batch norm, as in DARTS (Liu
 * et al. 2019) and NAS-Bench-201 (Dong and Yang 2020); only stems begin with the convolution, since
 * the raw input is no activation.
 */
@NullMarked
package dev.espalier.spaces.op;

import org.jspecify.annotations.NullMarked;
