/**
 * Spaces that come with the framework, each a YAML file beside this class. They take input and
 * outputs from the data.
 *
 * <pre>{@code
 * NetworkSpace space =
 *     Presets.get("cnn-cells")
 *         .bind(new Shape.Image(1, 28, 28), 10)
 *         .space(OperationRegistry.standard());
 * }</pre>
 */
@NullMarked
package dev.espalier.spaces.preset;

import org.jspecify.annotations.NullMarked;
