/**
 * What a picture of an architecture shows, as text for a terminal or for something that draws:
 * {@code SvgDrawing} in nas-spaces does.
 *
 * <pre>{@code
 * Drawing drawing = space.drawing(space.sample(random));
 * String text = drawing.text();
 * }</pre>
 */
@NullMarked
package dev.espalier.drawing;

import org.jspecify.annotations.NullMarked;
