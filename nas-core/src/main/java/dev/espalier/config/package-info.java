/**
 * Reading YAML files so that every mistake in a file is reported at once, each with its file, line,
 * path, value and what would be right.
 *
 * <p>A {@link dev.espalier.config.YamlDocument} is read as data only: no Java types, a bound on
 * size, depth and aliases. Its nodes are then asked for what they should be. A wrong value is noted
 * and a harmless one returned, so that reading goes on; {@link
 * dev.espalier.config.YamlDocument#check} throws if anything was noted.
 *
 * <pre>{@code
 * YamlDocument document = YamlDocument.read(Path.of("budget.yaml"));
 * YamlMap budget = document.root().map("trials", "minutes");
 * int trials = budget.required("trials").integer(1, 1_000_000);
 * int minutes = budget.optional("minutes").map(node -> node.integer(1, 10_000)).orElse(30);
 * document.check(); // budget.yaml:1: trials: value '0': must be a whole number from 1 to 1000000
 * }</pre>
 */
@NullMarked
package dev.espalier.config;

import org.jspecify.annotations.NullMarked;
