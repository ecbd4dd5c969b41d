/** What descriptions of spaces of every family have in common. */
@NullMarked
package dev.espalier.spaces.spec;

import org.jspecify.annotations.NullMarked;
