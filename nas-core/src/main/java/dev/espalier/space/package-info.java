/**
 * Search spaces: the decisions that are open, and how architectures are drawn, varied, combined and
 * encoded. A strategy sees a {@link dev.espalier.space.SearchSpace}, never what it stands for.
 *
 * <pre>{@code
 * Architecture parent = space.sample(random);
 * Architecture child = space.mutate(parent, random);
 * }</pre>
 */
@NullMarked
package dev.espalier.space;

import org.jspecify.annotations.NullMarked;
