package dev.espalier.datasets.catalog;

import com.google.common.io.MoreFiles;
import dev.espalier.datasets.catalog.DatasetDescription.DescribedFile;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.DataFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of a dataset to this machine and checks each against its SHA-256. A file appears
 * under its name only when it is whole and right; files that are there already are left alone. Safe
 * for use by many threads.
 */
public final class DatasetFetcher {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  /** Until the answer begins; its length is as long as the line needs. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

  private final HttpClient client;

  /** A fetcher with the JDK's usual client, which follows redirects. */
  public DatasetFetcher() {
    this(
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build());
  }

  /** A fetcher with a client of the caller's, such as one with a proxy. */
  public DatasetFetcher(HttpClient client) {
    this.client = client;
  }

  /**
   * Fetches a dataset of the catalog.
   *
   * @param name of the dataset
   * @param from another address than the public one: an {@code http(s):} address, or a {@code
   *     file:} address of a directory that holds the files, packed or not
   * @param target directory to put the files in; made if need be
   * @return the target
   * @throws DatasetException if there is no such dataset, it is embedded, or a file is not the one
   *     that it should be
   * @throws IOException if an address cannot be reached or a file cannot be written
   */
  public Path fetch(String name, Optional<URI> from, Path target)
      throws IOException, InterruptedException {
    DatasetDescription dataset = Catalog.describe(name);
    URI base = from.orElse(dataset.fetchFrom());
    if (!dataset.isFetched() || base == null) {
      throw new DatasetException(name, "is embedded and need not be fetched");
    }
    Files.createDirectories(target);
    for (DescribedFile file : dataset.files()) {
      if (!isThere(file, target)) {
        fetch(file, base, target);
      }
    }
    return target;
  }

  private static boolean isThere(DescribedFile file, Path target) {
    Path path = target.resolve(file.name());
    if (!Files.exists(path)) {
      return false;
    }
    try {
      DataFile.of(path).verified(file.sha256());
      return true;
    } catch (DatasetException damaged) {
      // Fetched again.
      return false;
    }
  }

  private void fetch(DescribedFile file, URI base, Path target)
      throws IOException, InterruptedException {
    Path part = Files.createTempFile(target, file.name(), ".part");
    try {
      String origin =
          "file".equals(base.getScheme())
              ? copy(file, Path.of(base), part)
              : download(file, base, part);
      new DataFile(origin, MoreFiles.asByteSource(part)).verified(file.sha256());
      Files.move(
          part,
          target.resolve(file.name()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String copy(DescribedFile file, Path directory, Path part) throws IOException {
    Path packed = directory.resolve(file.name());
    Path source =
        Files.exists(packed) ? packed : directory.resolve(Catalog.unpackedName(file.name()));
    if (!Files.exists(source)) {
      throw new DatasetException(packed.toString(), "there is no such file, packed or unpacked");
    }
    Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
    return source.toString();
  }

  private String download(DescribedFile file, URI base, Path part)
      throws IOException, InterruptedException {
    URI directory = base.toString().endsWith("/") ? base : URI.create(base + "/");
    URI address = directory.resolve(file.name());
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).build();
    HttpResponse<Path> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofFile(part));
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be reached (%s). Maybe this machine is offline: then fetch from a directory that holds %s"
              .formatted(address, reason(e), file.name()),
          e);
    }
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answered with status %s instead of 200".formatted(address, response.statusCode()));
    }
    return address.toString();
  }

  /** The client's exceptions often have no message of their own. */
  private static String reason(@Nullable Throwable e) {
    while (e != null && e.getMessage() == null && e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e);
  }
}
