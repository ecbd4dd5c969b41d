/**
 * Published tables of results instead of training: an architecture is looked up in its row. With
 * them strategies are compared over hundreds of seeds in seconds. A table of one's own is described
 * by a file ({@link dev.espalier.eval.tabular.TableSpec}).
 *
 * <pre>{@code
 * ResultTable table = ResultTable.read("nas-bench-201", Path.of("data"));
 * Evaluator evaluator = new TabularEvaluator(table);
 * SearchSpace space = table.space();
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.tabular;

import org.jspecify.annotations.NullMarked;
