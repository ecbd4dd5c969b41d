package dev.espalier.datasets.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.file.FullData;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFetcherTest {
  private final Path home;
  private final Path target;

  DatasetFetcherTest(@TempDir Path folder) {
    this.home = folder;
    this.target = folder.resolve("mnist");
  }

  private void fetchFrom(URI from) throws IOException, InterruptedException {
    new DatasetFetcher().fetch("mnist", Optional.of(from), target);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.toList();
    }
  }

  /** Serves one directory; the address ends without a slash on purpose. */
  private static URI serve(HttpServer server, Path directory) {
    server.createContext(
        "/data/",
        exchange -> {
          String name = exchange.getRequestURI().getPath().substring("/data/".length());
          Path file = directory.resolve(name);
          if (Files.exists(file)) {
            exchange.sendResponseHeaders(200, Files.size(file));
            try (OutputStream body = exchange.getResponseBody()) {
              Files.copy(file, body);
            }
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data");
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @Test
  void filesComeByHttpAndAreNotFetchedTwice() throws Exception {
    Path source = FullData.folder("mnist");
    HttpServer server = server();
    URI address = serve(server, source);
    try {
      fetchFrom(address);
    } finally {
      server.stop(0);
    }
    assertEquals(4, left().size());
    // The server is gone: only files that are there already can satisfy this.
    fetchFrom(address);
    assertEquals(10_000, load().info().test());
  }

  @Test
  void filesComeFromADirectoryAndLoadFromTheDataHome() throws Exception {
    fetchFrom(FullData.folder("mnist").toUri());
    String before = System.setProperty(DataHome.PROPERTY, home.toString());
    try {
      var mnist = Datasets.load(DatasetSpec.named("mnist").build());
      assertEquals(48_000, mnist.info().train());
      assertEquals(
          List.of(6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958),
          mnist.info().classCounts().values().asList());
    } finally {
      if (before == null) {
        System.clearProperty(DataHome.PROPERTY);
      } else {
        System.setProperty(DataHome.PROPERTY, before);
      }
    }
  }

  private Dataset load() {
    return Datasets.load(DatasetSpec.named("mnist").path(target).build());
  }

  @Test
  void aWrongFileLeavesNothingBehind(@TempDir Path wrong) throws Exception {
    Files.writeString(wrong.resolve("train-images-idx3-ubyte.gz"), "not the images");
    DatasetException e = assertThrows(DatasetException.class, () -> fetchFrom(wrong.toUri()));
    assertTrue(e.getMessage().contains("should be ba891046"), e.getMessage());
    assertEquals(List.of(), left());
  }

  @Test
  void aStatusThatIsNoSuccessIsTold(@TempDir Path empty) throws Exception {
    HttpServer server = server();
    try {
      URI address = serve(server, empty);
      IOException e = assertThrows(IOException.class, () -> fetchFrom(address));
      assertTrue(String.valueOf(e.getMessage()).contains("status 404"), e.toString());
    } finally {
      server.stop(0);
    }
    assertEquals(List.of(), left());
  }

  @Test
  void anAddressThatCannotBeReachedNamesTheWayOut() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    IOException e =
        assertThrows(
            IOException.class, () -> fetchFrom(URI.create("http://127.0.0.1:" + free + "/")));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("cannot be reached") && message.contains("directory"), message);
    assertEquals(List.of(), left());
  }

  @Test
  void anEmptyDirectoryAndEmbeddedDataAreRefused(@TempDir Path empty) {
    assertThrows(DatasetException.class, () -> fetchFrom(empty.toUri()));
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> new DatasetFetcher().fetch("digits", Optional.empty(), target));
    assertTrue(e.getMessage().contains("embedded"), e.getMessage());
  }
}
