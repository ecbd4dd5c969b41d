/**
 * Writing result files so that whoever reads one, even while it is written or after a crash, finds
 * the whole old content or the whole new one.
 *
 * <pre>{@code
 * AtomicFile.write(Path.of("trials.csv"), "trial,state\n0,completed\n");
 * AtomicFile.replace(Path.of("best-model.zip"), fresh -> Files.write(fresh, bytes));
 * }</pre>
 */
@NullMarked
package dev.espalier.file;

import org.jspecify.annotations.NullMarked;
