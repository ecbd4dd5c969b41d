package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureCacheTest {
  private static final FeatureShape.Image SHAPE = new FeatureShape.Image(1, 4, 5);

  private final Path folder;

  PictureCacheTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Features features(int rows, float first) {
    Features.Builder features = Features.builder(SHAPE, rows);
    for (int row = 0; row < rows; row++) {
      float[] values = new float[SHAPE.size()];
      values[0] = first;
      values[19] = row;
      features.add(values);
    }
    return features.build();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.toList();
    }
  }

  @Test
  void whatIsKeptComesBackUntilItIsDamaged() throws IOException {
    PictureCache cache = new PictureCache(folder.resolve("cache"), 1 << 20);
    assertEquals(Optional.empty(), cache.find("a", SHAPE, 3));
    cache.keep("a", features(3, 7));
    Features found = cache.find("a", SHAPE, 3).orElseThrow();
    assertArrayEquals(features(3, 7).row(2), found.row(2));
    byte[] bytes = Files.readAllBytes(kept().get(0));
    bytes[100] ^= 1;
    Files.write(kept().get(0), bytes);
    assertEquals(Optional.empty(), cache.find("a", SHAPE, 3));
  }

  @Test
  void theLeastRecentlyUsedMakesRoom() throws IOException {
    PictureCache cache = new PictureCache(folder.resolve("cache"), 3 * 84 * 2);
    Path other = Files.createDirectories(folder.resolve("cache")).resolve("thesis.doc");
    Files.write(other, new byte[10_000]);
    Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
    for (int i = 0; i < 3; i++) {
      cache.keep(key(i), features(2, 1));
      Files.setLastModifiedTime(
          folder.resolve("cache").resolve(key(i) + ".pictures"),
          FileTime.from(Instant.now().minusSeconds(1000 - i)));
    }
    assertTrue(cache.find(key(0), SHAPE, 2).isPresent(), "used last");
    cache.keep(key(3), features(2, 1));
    assertEquals(3 + 1, kept().size());
    assertTrue(Files.exists(other), "is not of the cache");
    assertTrue(cache.find(key(0), SHAPE, 2).isPresent());
    assertEquals(Optional.empty(), cache.find(key(1), SHAPE, 2));
    cache.keep("large", features(200, 1));
    assertEquals(Optional.empty(), cache.find("large", SHAPE, 200));
  }

  private static String key(int digit) {
    return Integer.toString(digit).repeat(64);
  }

  @Test
  void theNameIsThatOfTheContentAndTheShape() throws IOException {
    Path file = folder.resolve("p.png");
    byte[] content = new byte[5 << 20];
    Files.write(file, content);
    FileTime time = Files.getLastModifiedTime(file);
    String key = PictureCache.key(List.of(file), SHAPE).orElseThrow();
    assertEquals(key, PictureCache.key(List.of(file), SHAPE).orElseThrow());
    assertNotEquals(
        key, PictureCache.key(List.of(file), new FeatureShape.Image(1, 5, 4)).orElseThrow());
    content[1000] = 1;
    Files.write(file, content);
    Files.setLastModifiedTime(file, time);
    assertNotEquals(key, PictureCache.key(List.of(file), SHAPE).orElseThrow());
    Path small = Files.write(folder.resolve("s.png"), new byte[1000]);
    assertEquals(Optional.empty(), PictureCache.key(List.of(small), SHAPE), "not worth it");
  }
}
