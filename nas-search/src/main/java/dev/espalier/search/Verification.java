package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.ArchitectureVerifier;
import dev.espalier.export.Difference;
import dev.espalier.export.SpaceOrigin;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.SpaceFiles;
import dev.espalier.spaces.spec.SpaceSpec;

/** Checks an architecture file against itself: network, hashes, costs, genotype and space. */
public final class Verification {
  private Verification() {}

  /** What the file has wrong; empty if nothing. */
  public static ImmutableList<Difference> of(ArchitectureFile file) {
    ImmutableList.Builder<Difference> differences = ImmutableList.builder();
    differences.addAll(ArchitectureVerifier.verify(file));
    if (file.space().isPresent() && file.genotype().isPresent()) {
      SpaceOrigin origin = file.space().get();
      if (origin.spec().isObject()) {
        differences.addAll(againstSpace(file, origin));
      }
    }
    return differences.build();
  }

  private static ImmutableList<Difference> againstSpace(ArchitectureFile file, SpaceOrigin origin) {
    SpaceSpec spec = SpaceFiles.standard().parse("space.spec", origin.spec().toString());
    if (!spec.hash().equals(origin.hash())) {
      return ImmutableList.of(new Difference("/space/hash", origin.hash(), spec.hash()));
    }
    try {
      return ArchitectureVerifier.verifyGenotype(
          file, spec.space(OperationRegistry.standard()).expand(file.genotype().orElseThrow()));
    } catch (IllegalArgumentException notOfTheSpace) {
      return ImmutableList.of(
          new Difference(
              "/genotype",
              file.genotype().orElseThrow().encoding(),
              String.valueOf(notOfTheSpace.getMessage())));
    }
  }
}
