/**
 * An order of the nodes of a graph that isomorphic graphs share: canonical labelling.
 *
 * <pre>{@code
 * int[] order = CanonicalOrder.of(new ColouredGraph(colours, inputs, slots)).nodes();
 * }</pre>
 */
@NullMarked
package dev.espalier.network.canonical;

import org.jspecify.annotations.NullMarked;
