/**
 * Operations: what a cell may place on an edge, and what may stand as a stem or a head. Each is a
 * small class that composes primitive layers, and a line in the {@link
 * dev.espalier.spaces.op.OperationRegistry}. Operations of one's own come from a jar that names
 * them in {@code META-INF/services/dev.espalier.spaces.op.Operation}, or by {@code with}:
 *
 * <pre>{@code
 * OperationRegistry operations = OperationRegistry.standard().with(new DilatedConvolution());
 * }</pre>
 *
 * <p>Windows have same padding, so an operation of stride 2 turns {@code n} pixels into {@code
 * ceil(n / 2)}, whichever it is. Convolutions come in the order ReLU, convolution, batch norm, as
 * in DARTS (Liu et al. 2019) and NAS-Bench-201 (Dong and Yang 2020); only stems begin with the
 * convolution, since the raw input is no activation.
 */
@NullMarked
package dev.espalier.spaces.op;

import org.jspecify.annotations.NullMarked;
