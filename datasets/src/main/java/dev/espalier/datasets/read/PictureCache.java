package dev.espalier.datasets.read;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.MoreFiles;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pictures that were decoded and resized before, by the content of their files: in the directory
 * that the system property {@code espalier.cache} names, else the environment variable {@code
 * ESPALIER_CACHE}, else {@code .espalier/cache} in the user's home. Holds 2 GiB at most; what was
 * used last stays longest. Whatever goes wrong with it, pictures are decoded instead. Several
 * processes may use it at once.
 */
final class PictureCache {
  private static final String PROPERTY = "espalier.cache";
  private static final String VARIABLE = "ESPALIER_CACHE";

  /** Changes with whatever changes decoded pixels. */
  private static final int VERSION = 1;

  private static final long LIMIT = 2L << 30;

  /** Bytes of pictures below which decoding is not worth a file. */
  private static final long WORTH = 4L << 20;

  private static final String ENDING = ".pictures";
  private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}(\\.pictures|\\d*\\.part)");

  private final Path directory;
  private final long limit;

  PictureCache(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
  }

  /** That of the user. */
  static PictureCache ofUser() {
    String property = System.getProperty(PROPERTY, "");
    String variable = System.getenv(VARIABLE);
    if (!property.isBlank()) {
      return new PictureCache(Path.of(property), LIMIT);
    }
    return new PictureCache(
        variable == null || variable.isBlank()
            ? Path.of(System.getProperty("user.home"), ".espalier", "cache")
            : Path.of(variable),
        LIMIT);
  }

  /** What pictures are called here in a shape; empty if they are too few to keep. */
  static Optional<String> key(List<Path> pictures, FeatureShape.Image shape) throws IOException {
    long bytes = 0;
    for (Path picture : pictures) {
      bytes += Files.size(picture);
    }
    if (bytes < WORTH) {
      return Optional.empty();
    }
    Hasher hasher =
        Hashing.sha256().newHasher().putInt(VERSION).putUnencodedChars(shape.toString());
    for (Path picture : pictures) {
      hasher.putBytes(MoreFiles.asByteSource(picture).hash(Hashing.sha256()).asBytes());
    }
    return Optional.of(hasher.hash().toString());
  }

  /** The pixels that are kept by a name; empty if there are none, or they are damaged. */
  Optional<Features> find(String key, FeatureShape.Image shape, int count) {
    Path file = directory.resolve(key + ENDING);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      Features.Builder pixels = Features.builder(shape, count);
      byte[] bytes = new byte[shape.size() * Float.BYTES];
      float[] row = new float[shape.size()];
      Hasher sum = Hashing.crc32c().newHasher();
      for (int i = 0; i < count; i++) {
        in.readFully(bytes);
        sum.putBytes(bytes);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
        pixels.add(row);
      }
      if (in.readInt() != sum.hash().asInt() || in.read() >= 0) {
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(pixels.build());
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** Keeps pixels, unless that fails or they are too many. */
  void keep(String key, Features pixels) {
    long size = (long) pixels.size() * pixels.shape().size() * Float.BYTES;
    if (size > limit / 2) {
      return;
    }
    try {
      Files.createDirectories(directory);
      makeRoom(limit - size);
      Path fresh = Files.createTempFile(directory, key, ".part");
      try {
        write(fresh, pixels);
        Files.move(fresh, directory.resolve(key + ENDING), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException full) {
      // Decoded again the next time.
    }
  }

  private static void write(Path file, Features pixels) throws IOException {
    byte[] bytes = new byte[pixels.shape().size() * Float.BYTES];
    try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file))) {
      HashingOutputStream summed = new HashingOutputStream(Hashing.crc32c(), raw);
      for (int row = 0; row < pixels.size(); row++) {
        ByteBuffer.wrap(bytes).asFloatBuffer().put(pixels.row(row));
        summed.write(bytes);
      }
      new DataOutputStream(raw).writeInt(summed.hash().asInt());
    }
  }

  /** Whether a file is one of the cache, whatever else lies in its directory. */
  private static boolean isOurs(Path file) {
    return OURS.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Deletes what was not used for longest until no more than so many bytes are left. */
  private void makeRoom(long bytes) throws IOException {
    record Kept(Path file, long size, FileTime used) {}

    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(PictureCache::isOurs).toList()) {
        kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    kept.sort(Comparator.comparing(Kept::used));
    long sum = kept.stream().mapToLong(Kept::size).sum();
    for (Kept oldest : kept) {
      if (sum <= bytes) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      sum -= oldest.size();
    }
  }
}
