package dev.espalier.cli;

import dev.espalier.search.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Version and commit that the jars were built from. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "nas %s, commit %s".formatted(BuildInfo.version(), BuildInfo.commit()),
      "Java %s, %s".formatted(System.getProperty("java.version"), System.getProperty("os.arch"))
    };
  }
}
