/**
 * The front door for people: the verbs of the {@code nas} command, their output and exit codes.
 * What a program would want lives in {@code dev.espalier.search}.
 *
 * <pre>{@code
 * int exitCode = Nas.run(List.of("list", "strategies"), System.out, System.err);
 * }</pre>
 */
@NullMarked
package dev.espalier.cli;

import org.jspecify.annotations.NullMarked;
