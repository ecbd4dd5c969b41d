package dev.espalier.eval.tabular;

import com.google.common.collect.ImmutableMap;
import java.util.OptionalDouble;

/**
 * What a table holds of an architecture.
 *
 * @param signal what a search sees
 * @param report what is reported
 * @param costs by metric id
 * @param seconds what evaluating it took; empty if that is not known
 */
public record TableRow(
    double signal, double report, ImmutableMap<String, Double> costs, OptionalDouble seconds) {}
