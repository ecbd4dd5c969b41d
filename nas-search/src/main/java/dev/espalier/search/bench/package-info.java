/**
 * Strategies measured on published tables of results: many seeds, no training.
 *
 * <pre>{@code
 * ResultTable table = ResultTable.read("nas-bench-201", Path.of("data"));
 * TabularRun run = new TabularBench(table).run(Part.of("random"), 500, 200);
 * double after100 = run.after(100).mean();
 * }</pre>
 */
@NullMarked
package dev.espalier.search.bench;

import org.jspecify.annotations.NullMarked;
