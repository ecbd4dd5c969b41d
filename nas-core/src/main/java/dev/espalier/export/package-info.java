/**
 * The architecture file: one JSON that says what was found, at what cost, how well it does and how
 * to train it again, and that loads without the search space that made it.
 *
 * <pre>{@code
 * ArchitectureFile.builder(network).id("trial-17").training(recipe, 20).build().write(path);
 *
 * ArchitectureFile file = ArchitectureFile.read(path);
 * if (ArchitectureVerifier.verify(file).isEmpty()) {
 *   long macs = file.network().cost().macs();
 * }
 * }</pre>
 *
 * <p>Types go by stable ids, never by names of classes. Its JSON Schema is the resource {@code
 * dev/espalier/export/architecture-1.schema.json}.
 */
@NullMarked
package dev.espalier.export;

import org.jspecify.annotations.NullMarked;
