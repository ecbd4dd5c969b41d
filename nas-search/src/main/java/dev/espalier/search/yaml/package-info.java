/**
 * The experiment file: read with every mistake at once, and written back with all defaults filled
 * in.
 *
 * <pre>{@code
 * YamlDocument document = YamlDocument.read(file);
 * Experiment experiment = ExperimentReader.read(document, file.toAbsolutePath().getParent());
 * String resolved = ExperimentWriter.write(experiment, task, objectives);
 * }</pre>
 */
@NullMarked
package dev.espalier.search.yaml;

import org.jspecify.annotations.NullMarked;
