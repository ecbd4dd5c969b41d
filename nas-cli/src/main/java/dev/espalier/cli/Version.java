package dev.espalier.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Version of the jar, as its manifest has it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Nas.class.getPackage().getImplementationVersion();
    return new String[] {"nas " + Optional.ofNullable(version).orElse("(not packaged)")};
  }
}
