/**
 * What a study leaves for spreadsheets and scripts: tables of every trial, the Pareto front and the
 * final comparison, and the scores of the winner. All of it is made from values, and nothing reads
 * it back.
 *
 * <p>Tables are comma-separated (RFC 4180) with a header line, UTF-8, numbers in the same form in
 * every locale. A file is replaced as a whole: whoever reads it sees the old one or the new one.
 *
 * <pre>{@code
 * TrialsCsv.of(Task.CLASSIFICATION, objectives).write(path, result.trials());
 * ParetoCsv.write(dir.resolve("pareto.csv"), result.front());
 * }</pre>
 */
@NullMarked
package dev.espalier.search.report;

import org.jspecify.annotations.NullMarked;
