/**
 * The front door for programs: an {@link dev.espalier.search.experiment.Experiment} goes into a
 * {@link dev.espalier.search.Search}, a {@link dev.espalier.search.SearchResult} comes out.
 *
 * <pre>{@code
 * SearchResult result = Search.of(experiment).in(Path.of("runs/digits")).run();
 * System.out.println(result.winner().metric("val_accuracy"));
 * }</pre>
 */
@NullMarked
package dev.espalier.search;

import org.jspecify.annotations.NullMarked;
