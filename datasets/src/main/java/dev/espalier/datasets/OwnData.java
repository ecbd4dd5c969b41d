package dev.espalier.datasets;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.RawImages;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads a user's own data. */
final class OwnData {
  private OwnData() {}

  static Dataset load(DatasetSpec spec, Path baseDirectory) {
    if (spec.path() == null) {
      throw new IllegalArgumentException("a dataset needs a name or a path");
    }
    Path path = baseDirectory.resolve(spec.path());
    if (!Files.exists(path)) {
      throw new DatasetException(path.toString(), "there is no such file or directory");
    }
    Path test =
        spec.test() instanceof TestSplit.Given given ? baseDirectory.resolve(given.path()) : null;
    Provenance provenance = Provenance.ofOwn(path);
    DataFormat format = spec.format() == null ? guess(path) : spec.format();
    return switch (format) {
      case IMAGES -> Assembler.assemble(provenance, spec, images(path, test, spec));
      case IDX -> {
        refuseColumns(path, format, spec);
        yield Assembler.assemble(
            provenance, spec, ImageSource.resized(IdxSource.read(path, test), spec));
      }
      case CSV -> {
        TableSource source = table(path, test, spec);
        yield spec.height() == null
            ? Assembler.assemble(provenance, spec, source.columns())
            : Assembler.assemble(provenance, spec, source.images());
      }
      case TEXT -> Assembler.assemble(provenance, spec, table(path, test, spec).texts());
    };
  }

  private static RawDataset<RawImages> images(Path path, @Nullable Path test, DatasetSpec spec) {
    refuseColumns(path, DataFormat.IMAGES, spec);
    if (!Files.isDirectory(path)) {
      throw new DatasetException(
          path.toString(), "is a file; format images needs a directory of one folder a class");
    }
    if (IdxSource.isIn(path)) {
      throw new DatasetException(path.toString(), "holds IDX files; their format is idx");
    }
    return ImageSource.read(path, test, spec);
  }

  private static TableSource table(Path path, @Nullable Path test, DatasetSpec spec) {
    return new TableSource(DataFile.of(path), test == null ? null : DataFile.of(test), spec);
  }

  private static DataFormat guess(Path path) {
    if (!Files.isDirectory(path)) {
      return DataFormat.CSV;
    }
    return IdxSource.isIn(path) ? DataFormat.IDX : DataFormat.IMAGES;
  }

  /** Refuses settings that name a column of a table. */
  private static void refuseColumns(Path path, DataFormat format, DatasetSpec spec) {
    refuse(path, format, "label", spec.label().isEmpty() ? null : spec.label());
    refuse(path, format, "text", spec.text());
    refuse(path, format, "group", spec.group());
    refuse(path, format, "order", spec.order());
    refuse(path, format, "test column", spec.test() instanceof TestSplit.Column c ? c : null);
  }

  private static void refuse(Path path, DataFormat format, String setting, @Nullable Object value) {
    if (value != null) {
      throw new DatasetException(
          path.toString(),
          "%s (%s) names a column, but data of format %s has none; leave it out"
              .formatted(setting, value, format.id()));
    }
  }
}
