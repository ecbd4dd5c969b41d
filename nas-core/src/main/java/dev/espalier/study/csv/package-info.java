/**
 * The tables that a study leaves for spreadsheets and scripts: every trial, and the Pareto front.
 *
 * <p>Comma-separated (RFC 4180) with a header line, UTF-8, numbers in the same form in every
 * locale. A file is replaced as a whole: whoever reads it sees the old one or the new one.
 *
 * <pre>{@code
 * TrialsCsv.of(Task.CLASSIFICATION, objectives).write(path, result.trials());
 * ParetoCsv.write(dir.resolve("pareto.csv"), result.front());
 * }</pre>
 */
@NullMarked
package dev.espalier.study.csv;

import org.jspecify.annotations.NullMarked;
