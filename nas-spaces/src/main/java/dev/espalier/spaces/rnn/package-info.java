/**
 * Spaces of recurrent networks.
 *
 * <pre>{@code
 * NetworkSpace space =
 *     RecurrentSpaceSpec.named("vowels")
 *         .input(new Shape.Sequence(12, 29))
 *         .outputs(9)
 *         .cells("lstm", "simple_rnn")
 *         .layers(1, 3)
 *         .units(16, 32, 64)
 *         .build()
 *         .space(OperationRegistry.standard());
 * }</pre>
 */
@NullMarked
package dev.espalier.spaces.rnn;

import org.jspecify.annotations.NullMarked;
