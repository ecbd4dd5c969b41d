/**
 * A network as a straight line of kernels over one block of memory, forward and, for training,
 * backward.
 *
 * <p>{@link dev.espalier.onednn.plan.Operation}s say what is computed; an {@link
 * dev.espalier.onednn.plan.Emitter} turns them into {@link dev.espalier.onednn.plan.Step}s and
 * writes down how each is differentiated; {@link dev.espalier.onednn.plan.Plan} places their
 * buffers by live range and runs them. For the packages beside this one; not meant for programs.
 *
 * <pre>{@code
 * Emitter emitter = new Emitter(true, Layout.NCHW);
 * Value image = emitter.input(0, new Dims(64, 1, 28, 28), Layout.NCHW);
 * Value pooled = new Pool(window, dims, Pooling.Kind.MEAN).emit(emitter, List.of(image));
 * }</pre>
 */
@NullMarked
package dev.espalier.onednn.plan;

import org.jspecify.annotations.NullMarked;
