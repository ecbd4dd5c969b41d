package dev.espalier.datasets;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Loading;
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

  static Dataset load(DatasetSpec spec, Path baseDirectory, Loading loading) {
    if (spec.format() == DataFormat.MEMORY) {
      throw new DatasetException(
          "dataset",
          "was handed over in memory by the program that began the study; only that program can go on with it");
    }
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
    DataFormat format = format(spec.format(), path);
    Settings.requireUsed(path.toString(), format, spec);
    return switch (format) {
      case IMAGES -> Assembler.assemble(provenance, spec, images(path, test, spec, loading));
      case IDX ->
          Assembler.assemble(
              provenance, spec, ImageSource.resized(IdxSource.read(path, test), spec));
      case CSV -> {
        TableSource source = table(path, test, spec);
        yield spec.height() == null
            ? Assembler.assemble(provenance, spec, source.columns())
            : Assembler.assemble(provenance, spec, source.images());
      }
      case TEXT -> Assembler.assemble(provenance, spec, table(path, test, spec).texts());
      case TS -> Assembler.assemble(provenance, spec, SeriesSource.ofFiles(path, test, spec));
      case SERIES ->
          Assembler.assemble(
              provenance,
              spec,
              SeriesSource.ofTables(
                  DataFile.of(path), test == null ? null : DataFile.of(test), spec));
      case MEMORY -> throw new IllegalStateException("data in memory have no path");
      case LANGUAGE_MODEL ->
          LanguageSource.load(
              provenance, DataFile.of(path), test == null ? null : DataFile.of(test), spec);
    };
  }

  private static RawDataset<RawImages> images(
      Path path, @Nullable Path test, DatasetSpec spec, Loading loading) {
    if (!Files.isDirectory(path)) {
      throw new DatasetException(
          path.toString(), "is a file; format images needs a directory of one folder a class");
    }
    if (IdxSource.isIn(path)) {
      throw new DatasetException(path.toString(), "holds IDX files; their format is idx");
    }
    return ImageSource.read(path, test, spec, loading);
  }

  private static TableSource table(Path path, @Nullable Path test, DatasetSpec spec) {
    return new TableSource(DataFile.of(path), test == null ? null : DataFile.of(test), spec);
  }

  /** The format that is said, or told from the path; series may be said of .ts files, too. */
  private static DataFormat format(@Nullable DataFormat said, Path path) {
    if (said == null) {
      return guess(path);
    }
    boolean ts = SeriesSource.isTs(path) || SeriesSource.isIn(path);
    return said == DataFormat.SERIES && ts ? DataFormat.TS : said;
  }

  private static DataFormat guess(Path path) {
    if (!Files.isDirectory(path)) {
      return SeriesSource.isTs(path) ? DataFormat.TS : DataFormat.CSV;
    }
    if (SeriesSource.isIn(path)) {
      return DataFormat.TS;
    }
    return IdxSource.isIn(path) ? DataFormat.IDX : DataFormat.IMAGES;
  }
}
