package io.retrievaldefense.cli;

import picocli.CommandLine.Command;

/** Measures this machine. */
@Command(
    name = "bench",
    subcommands = {
      BenchCnnCommand.class,
      BenchIndexCommand.class,
      BenchDistributedCommand.class,
      BenchAttacksCommand.class,
      BenchExtractionCommand.class,
      BenchExecutorsCommand.class,
      BenchRebuildCommand.class
    },
    description = "Measure speed, each against what users would otherwise have.",
    footer = {"", "Example:", "  retrieval-defense bench cnn --json cnn.json"})
final class BenchCommand {}
