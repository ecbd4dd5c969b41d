package dev.espalier.cli;

import picocli.CommandLine.Command;

/** {@code nas bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "KIND",
    description = "Measures strategies.",
    subcommands = BenchTabularCommand.class)
final class BenchCommand {}
