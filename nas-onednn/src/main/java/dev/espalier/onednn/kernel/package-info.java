/**
 * oneDNN primitives as values: a specification (a record of plain numbers) describes one, and
 * {@link dev.espalier.onednn.kernel.Kernels} builds each distinct one once in a process and shares
 * it.
 *
 * <p>For the packages beside this one; not meant for programs.
 *
 * <pre>{@code
 * Kernel relu = Kernels.get(new Elementwise.Forward(dims, Layout.NHWC, Function.RELU)).orElseThrow();
 * relu.implementation(); // "jit:avx2"
 * }</pre>
 */
@NullMarked
package dev.espalier.onednn.kernel;

import org.jspecify.annotations.NullMarked;
