package dev.espalier.cli;

import com.google.common.collect.ImmutableList;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.Difference;
import dev.espalier.search.Verification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Rebuilds a network from its file and checks hash, costs and genotype.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ARCHITECTURE.json", description = "such as best-architecture.json")
  private Path architecture = Path.of("");

  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ArchitectureFile file = ArchitectureFile.read(architecture);
    ImmutableList<Difference> differences = Verification.of(file);
    ImmutableList<String> missing = Verification.missingOperations(file);
    differences.forEach(
        difference ->
            spec.commandLine().getErr().println("nas: %s%s".formatted(architecture, difference)));
    answer.print(
        out -> {
          if (differences.isEmpty()) {
            print(file, missing, out);
          }
        },
        () ->
            new Document()
                .put("file", architecture)
                .put("verified", differences.isEmpty())
                .put("differences", differences.stream().map(Difference::toString).toList())
                .put("hash", file.canonicalHash())
                .put("macs", file.cost().macs())
                .put("params", file.cost().params())
                .put("missingOperations", missing));
    return differences.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENCE;
  }

  private void print(ArchitectureFile file, List<String> missing, PrintWriter out) {
    out.printf(
        "%s: verified; hash %s, %s MACs, %s params%n",
        architecture,
        file.canonicalHash().substring(0, 12),
        Format.count(file.cost().macs()),
        Format.count(file.cost().params()));
    if (!missing.isEmpty()) {
      out.printf(
          "genotype not checked: its space names %s, which is not here; name its jar by --classpath%n",
          String.join(", ", missing));
    }
  }
}
