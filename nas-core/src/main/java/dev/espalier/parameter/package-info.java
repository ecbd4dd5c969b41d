/**
 * What can be set of the parts of a study: typed, with bounds and a default, described once.
 *
 * <pre>{@code
 * ParameterValues values =
 *     ParameterValues.of(Part.of("genetic").with("populationSize", 8), registry);
 * int size = values.get(POPULATION_SIZE);
 * }</pre>
 */
@NullMarked
package dev.espalier.parameter;

import org.jspecify.annotations.NullMarked;
