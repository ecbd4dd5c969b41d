package dev.espalier.datasets;

import dev.espalier.datasets.catalog.Catalog;
import dev.espalier.datasets.catalog.DatasetDescription;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.spec.DatasetSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads datasets of the catalog. */
final class DescribedData {
  private final DatasetDescription description;
  private final @Nullable Path directory;

  private DescribedData(DatasetDescription description, @Nullable Path directory) {
    this.description = description;
    this.directory = directory;
  }

  /**
   * Loads a dataset.
   *
   * @param user the choices left to the user: its path, splits and sizes
   */
  static Dataset load(DatasetDescription description, DatasetSpec user, Path baseDirectory) {
    Path directory = user.path() == null ? null : baseDirectory.resolve(user.path());
    return new DescribedData(description, directory).load(user);
  }

  private Dataset load(DatasetSpec user) {
    Provenance provenance = Provenance.of(description);
    DatasetSpec spec = description.spec(user);
    Settings.requireUsed(description.name(), description.reader().format(), user);
    return switch (description.reader().format()) {
      case IDX ->
          Assembler.assemble(
              provenance,
              spec,
              ImageSource.resized(
                  IdxSource.read(
                      new IdxSource.Pair(file("trainImages"), file("trainLabels")),
                      new IdxSource.Pair(file("testImages"), file("testLabels")),
                      description.classNames()),
                  user));
      case CSV -> {
        TableSource source = new TableSource(file("data"), null, spec);
        yield spec.height() == null
            ? Assembler.assemble(provenance, spec, source.columns())
            : Assembler.assemble(provenance, spec, ImageSource.resized(source.images(), user));
      }
      case TEXT ->
          Assembler.assemble(provenance, spec, new TableSource(file("data"), null, spec).texts());
      case IMAGES, TS, SERIES, LANGUAGE_MODEL, MEMORY ->
          throw new DatasetException(
              description.name(), "datasets of the catalog are of format idx, csv or text");
    };
  }

  private DataFile file(String role) {
    return Catalog.open(
        description,
        description
            .file(role)
            .orElseThrow(
                () ->
                    new DatasetException(
                        description.name(), "its dataset.json lists no file of role " + role)),
        directory);
  }
}
