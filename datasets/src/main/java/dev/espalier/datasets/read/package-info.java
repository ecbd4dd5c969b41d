/**
 * Readers of file formats: IDX, CSV and TSV, series and plain text (each plain or gzip-packed) and
 * folders of pictures; and, by a {@link dev.espalier.datasets.read.TableReader}, those of a user's
 * own.
 *
 * <p>A reader knows a format and nothing else: it learns no statistics and makes no splits. What it
 * returns is raw: pixels and values as stored, cells as texts. Every fault in a file becomes a
 * {@link dev.espalier.datasets.example.DatasetException} that names the file and the place in it.
 *
 * <pre>{@code
 * RawImages images = IdxReader.readImages(DataFile.of(Path.of("train-images-idx3-ubyte.gz")));
 * Table table = CsvReader.read(DataFile.of(Path.of("iris.csv")), Set.of("species"));
 * String first = table.cell(0, table.column("species"));
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets.read;

import org.jspecify.annotations.NullMarked;
