/**
 * Spaces of Transformer encoders.
 *
 * <pre>{@code
 * NetworkSpace space =
 *     TransformerSpaceSpec.named("passages")
 *         .input(new Shape.Tokens(5_000, 128))
 *         .outputs(3)
 *         .layers(1, 4)
 *         .width(32, 64)
 *         .heads(2, 4)
 *         .feedForward(64, 128)
 *         .build()
 *         .space(OperationRegistry.standard());
 * }</pre>
 */
@NullMarked
package dev.espalier.spaces.transformer;

import org.jspecify.annotations.NullMarked;
