/** The examples of docs/extending.md. */
@NullMarked
package dev.espalier.search.examples;

import org.jspecify.annotations.NullMarked;
