package dev.espalier.datasets.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.spec.DatasetSpec;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

  @Test
  void everyFolderIsAConsistentDataset() {
    for (DatasetDescription dataset : Catalog.all()) {
      assertEquals(Catalog.describe(dataset.name()), dataset);
      assertFalse(dataset.licence().isBlank() || dataset.source().isBlank(), dataset.name());
      for (DatasetDescription.DescribedFile file : dataset.files()) {
        assertTrue(file.sha256().matches("[0-9a-f]{64}"), file.name());
        if (!dataset.isFetched()) {
          assertEquals(
              file.bytes(), Catalog.open(dataset, file, null).readAll().length, file.name());
        }
      }
    }
  }

  @Test
  void theExampleOfTheReadmeIsADescription() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```json") + "```json".length();
    String json = readme.substring(start, readme.indexOf("```", start));
    DatasetDescription example =
        Catalog.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    assertEquals("iris", example.name());
    DatasetSpec spec = example.spec(DatasetSpec.named("iris").splitSeed(3).build());
    assertEquals(List.of("species"), spec.label());
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    DatasetException e = assertThrows(DatasetException.class, () -> Catalog.describe("imagenet"));
    assertTrue(e.getMessage().contains("digits, dna-splice"), e.getMessage());
    assertThrows(DatasetException.class, () -> Catalog.describe("../digits"));
  }

  @Test
  void aFetchedDatasetThatIsNotThereSaysHowToGetIt(@TempDir Path folder) {
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> Datasets.load(DatasetSpec.named("mnist").path(folder).build()));
    assertTrue(e.getMessage().contains("nas datasets fetch mnist"), e.getMessage());
  }

  @Test
  void aDamagedFileIsRefusedWithBothSums(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("optdigits.tes.csv.gz"), "0,1,2\n");
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> Datasets.load(DatasetSpec.named("digits").path(folder).build()));
    assertTrue(
        e.getMessage()
            .contains("should be 6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"),
        e.getMessage());
  }

  @Test
  void theCatalogIsListedFromAJarToo(@TempDir Path folder) throws Exception {
    URL classes = classes();
    Path jar = pack(Path.of(classes.toURI()), folder.resolve("nas-datasets.jar"));
    URL[] urls =
        Stream.concat(Stream.of(jar.toUri().toURL()), Stream.of(classPathWithout(classes)))
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Object names = loader.loadClass(Catalog.class.getName()).getMethod("names").invoke(null);
      assertEquals(List.copyOf(Catalog.names()), List.copyOf((List<?>) names));
    }
  }

  private static URL classes() {
    return Catalog.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private static URL[] classPathWithout(URL classes) throws Exception {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      URL url = Path.of(entries[i]).toUri().toURL();
      urls[i] = url.equals(classes) ? Path.of("nowhere").toUri().toURL() : url;
    }
    return urls;
  }

  /** Packs files only, as some tools do: without entries for folders. */
  private static Path pack(Path folder, Path jar) throws IOException, URISyntaxException {
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = zip.getPath("/").resolve(folder.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return jar;
  }
}
