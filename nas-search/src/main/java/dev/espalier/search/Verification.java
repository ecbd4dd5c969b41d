package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.ArchitectureVerifier;
import dev.espalier.export.Difference;
import dev.espalier.export.SpaceOrigin;
import dev.espalier.space.NetworkSpace;
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

  /**
   * Operations of the file's space that are not here. The network is checked without them; whether
   * space and genotype lead to it cannot be.
   */
  public static ImmutableList<String> missingOperations(ArchitectureFile file) {
    return file.space()
        .filter(origin -> origin.spec().isObject())
        .map(origin -> missing(spec(origin), OperationRegistry.standard()))
        .orElse(ImmutableList.of());
  }

  private static ImmutableList<Difference> againstSpace(ArchitectureFile file, SpaceOrigin origin) {
    OperationRegistry operations = OperationRegistry.standard();
    SpaceSpec spec = spec(origin);
    if (!missing(spec, operations).isEmpty()) {
      return ImmutableList.of();
    }
    NetworkSpace space = spec.space(operations);
    if (!space.hash().equals(origin.hash())) {
      return ImmutableList.of(new Difference("/space/hash", origin.hash(), space.hash()));
    }
    try {
      return ArchitectureVerifier.verifyGenotype(file, space.expand(file.genotype().orElseThrow()));
    } catch (IllegalArgumentException notOfTheSpace) {
      return ImmutableList.of(
          new Difference(
              "/genotype",
              file.genotype().orElseThrow().encoding(),
              String.valueOf(notOfTheSpace.getMessage())));
    }
  }

  /** Its operations need not be here. */
  static SpaceSpec spec(SpaceOrigin origin) {
    return new SpaceFiles(OperationRegistry.standard().open())
        .parse("space.spec", origin.spec().toString());
  }

  private static ImmutableList<String> missing(SpaceSpec spec, OperationRegistry operations) {
    return spec.operations().stream()
        .filter(id -> !operations.contains(id))
        .collect(ImmutableList.toImmutableList());
  }
}
