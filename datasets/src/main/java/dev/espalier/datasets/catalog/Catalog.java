package dev.espalier.datasets.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import dev.espalier.datasets.catalog.DatasetDescription.DescribedFile;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The datasets known by name: every folder beside this class that holds a {@code dataset.json}.
 * Adding a folder adds a dataset.
 */
public final class Catalog {
  private static final String DESCRIPTION = "dataset.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Catalog() {}

  /** Names of all datasets, sorted. */
  public static ImmutableList<String> names() {
    String self = Catalog.class.getSimpleName() + ".class";
    URL url = Resources.getResource(Catalog.class, self);
    try {
      return url.openConnection() instanceof JarURLConnection jar ? inJar(jar) : inFolder(url);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the catalog of datasets cannot be listed at " + url, e);
    }
  }

  private static ImmutableList<String> inJar(JarURLConnection connection) throws IOException {
    String path = connection.getEntryName();
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    // A cached connection shares its jar with the class loader: it must stay open.
    return connection.getJarFile().stream()
        .map(ZipEntry::getName)
        .filter(entry -> entry.startsWith(folder) && entry.endsWith("/" + DESCRIPTION))
        .map(entry -> entry.substring(folder.length(), entry.lastIndexOf('/')))
        .sorted()
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> inFolder(URL url) throws IOException, URISyntaxException {
    Path folder = Path.of(url.toURI().resolve("."));
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.exists(entry.resolve(DESCRIPTION)))
          .map(entry -> String.valueOf(entry.getFileName()))
          .sorted()
          .collect(ImmutableList.toImmutableList());
    }
  }

  /**
   * The description of a dataset.
   *
   * @throws DatasetException if there is none of that name; lists those there are
   */
  public static DatasetDescription describe(String name) {
    ImmutableList<String> names = names();
    if (!names.contains(name)) {
      throw new DatasetException(
          name, "there is no dataset of this name; there are " + String.join(", ", names));
    }
    URL url = Resources.getResource(Catalog.class, name + "/" + DESCRIPTION);
    try (InputStream json = url.openStream()) {
      return parse(json);
    } catch (IOException e) {
      throw new UncheckedIOException("dataset.json of '" + name + "' cannot be read", e);
    }
  }

  static DatasetDescription parse(InputStream json) throws IOException {
    return JSON.readValue(json, DatasetDescription.class);
  }

  /** All descriptions, sorted by name. */
  public static ImmutableList<DatasetDescription> all() {
    return names().stream().map(Catalog::describe).collect(ImmutableList.toImmutableList());
  }

  /**
   * Opens a file of a dataset and checks its content.
   *
   * @param directory where the files lie; null for those embedded, or else those fetched
   * @throws DatasetException if the file is not there or its SHA-256 is another
   */
  public static DataFile open(
      DatasetDescription dataset, DescribedFile file, @Nullable Path directory) {
    if (directory == null && !dataset.isFetched()) {
      String resource = dataset.name() + "/" + file.name();
      return new DataFile(
              resource, Resources.asByteSource(Resources.getResource(Catalog.class, resource)))
          .verified(file.sha256());
    }
    Path folder = directory == null ? DataHome.of(dataset.name()) : directory;
    return locate(dataset, file, folder).verified(file.sha256());
  }

  /** The file in a directory, packed or not. */
  private static DataFile locate(DatasetDescription dataset, DescribedFile file, Path directory) {
    Path stored = directory.resolve(file.name());
    Path unpacked = directory.resolve(unpackedName(file.name()));
    if (Files.exists(stored)) {
      return DataFile.of(stored);
    }
    if (Files.exists(unpacked)) {
      return DataFile.of(unpacked);
    }
    throw new DatasetException(
        stored.toString(),
        "there is no such file. Fetch the dataset (nas datasets fetch %s), or give the directory of its files as path"
            .formatted(dataset.name()));
  }

  static String unpackedName(String name) {
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }
}
