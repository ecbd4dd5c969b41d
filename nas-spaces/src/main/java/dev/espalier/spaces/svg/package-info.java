/**
 * Drawings as SVG pictures, which any browser shows.
 *
 * <pre>{@code
 * Architecture architecture = space.sample(random);
 * String svg = SvgDrawing.of(space.drawing(architecture), space.name(), architecture.encoding());
 * }</pre>
 */
@NullMarked
package dev.espalier.spaces.svg;

import org.jspecify.annotations.NullMarked;
