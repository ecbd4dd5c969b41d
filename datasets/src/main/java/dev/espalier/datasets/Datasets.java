package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.catalog.Catalog;
import dev.espalier.datasets.catalog.DatasetDescription;
import dev.espalier.datasets.read.Loading;
import dev.espalier.datasets.spec.DatasetSpec;
import java.nio.file.Path;

/**
 * Finds, reads, divides and prepares data. Safe for use by many threads.
 *
 * <p>All that can be wrong with data is told by a {@link
 * dev.espalier.datasets.example.DatasetException}.
 */
public final class Datasets {
  private Datasets() {}

  /** Names of the datasets that ship with Espalier and need no network, sorted. */
  public static ImmutableList<String> embedded() {
    return Catalog.all().stream()
        .filter(description -> !description.isFetched())
        .map(DatasetDescription::name)
        .collect(ImmutableList.toImmutableList());
  }

  /** Loads a dataset; relative paths start at the current directory. */
  public static Dataset load(DatasetSpec spec) {
    return load(spec, Path.of(""));
  }

  /** Loads a dataset; relative paths of the spec start at a directory. */
  public static Dataset load(DatasetSpec spec, Path baseDirectory) {
    return load(spec, baseDirectory, Loading.quiet());
  }

  /**
   * Loads a dataset of the catalog or one's own.
   *
   * @param baseDirectory where relative paths of the spec start
   * @throws dev.espalier.datasets.example.DatasetException if the data is missing, damaged, or does
   *     not fit the spec
   */
  public static Dataset load(DatasetSpec spec, Path baseDirectory, Loading loading) {
    String name = spec.name();
    return name == null
        ? OwnData.load(spec, baseDirectory, loading)
        : DescribedData.load(Catalog.describe(name), spec, baseDirectory);
  }
}
