/**
 * The datasets that Espalier knows by name. Each is a folder with a {@code dataset.json} that says
 * what it is, where it comes from, under which licence, how to read it, and the SHA-256 of every
 * file. Small ones ship inside the jar; large ones are fetched once into a folder of the user's.
 *
 * <pre>{@code
 * DatasetDescription mnist = Catalog.describe("mnist");
 * new DatasetFetcher().fetch("mnist", Optional.empty(), DataHome.of("mnist"));
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets.catalog;

import org.jspecify.annotations.NullMarked;
