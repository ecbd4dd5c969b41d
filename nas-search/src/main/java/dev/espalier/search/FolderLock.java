package dev.espalier.search;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Held by the process that runs the study of a folder. The system gives it back when the process
 * ends, in whatever way.
 */
final class FolderLock implements Closeable {
  private static final String FILE = "study.lock";
  private static final String JOIN = ", with --join";

  /** Who has not said yet who it is. */
  private static final String UNKNOWN = "another process";

  /** Tries, as one who merely looks whether there is a holder is in the way for a moment. */
  private static final int TRIES = 10;

  private static final Duration MOMENT = Duration.ofMillis(20);

  /**
   * Who holds what in this process, by lock file. A process that closes a file loses its locks on
   * it, so a file that is held here must not be opened here again.
   */
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, to work alone.
   *
   * @param folder that is there
   * @throws IllegalArgumentException if a process holds it, which the message names
   */
  static FolderLock take(Path folder) throws IOException {
    Optional<FolderLock> lock = tryTake(folder, "");
    for (int i = 1; i < TRIES && lock.isEmpty(); i++) {
      Uninterruptibles.sleepUninterruptibly(MOMENT);
      lock = tryTake(folder, "");
    }
    if (lock.isEmpty()) {
      throw occupied(folder, holder(folder).orElse(UNKNOWN));
    }
    return lock.get();
  }

  /**
   * Checks that nobody works in a folder, which need not be there.
   *
   * @throws IllegalArgumentException if a process does, which the message names
   */
  static void requireFree(Path folder) throws IOException {
    Optional<String> holder = Files.isDirectory(folder) ? holder(folder) : Optional.empty();
    if (holder.isPresent()) {
      throw occupied(folder, holder.get());
    }
  }

  private static IllegalArgumentException occupied(Path folder, String holder) {
    return new IllegalArgumentException(
        "%s: %s works in this folder; wait until it ends, choose another by --dir, or give both --join"
            .formatted(folder, holder));
  }

  /**
   * Takes the lock, to be joined by others; empty if a process holds it that can be joined.
   *
   * @param folder that is there
   * @throws IllegalArgumentException if the process that holds it cannot be joined
   */
  static Optional<FolderLock> tryTakeJoined(Path folder) throws IOException {
    Optional<FolderLock> lock = tryTake(folder, JOIN);
    if (lock.isEmpty()) {
      Optional<String> holder = holder(folder);
      // It may just have taken the lock, and not yet have said who it is.
      if (holder.isPresent() && !holder.get().equals(UNKNOWN) && !holder.get().endsWith(JOIN)) {
        throw new IllegalArgumentException(
            "%s: %s works in this folder; to be joined, it must have been given --join"
                .formatted(folder, holder.get()));
      }
    }
    return lock;
  }

  private static Optional<FolderLock> tryTake(Path folder, String how) throws IOException {
    Path file = file(folder);
    String self = self() + how;
    if (HELD.putIfAbsent(file, self) != null) {
      return Optional.empty();
    }
    boolean held = false;
    Optional<Object> before = identity(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      held = channel.tryLock() != null && (before.isEmpty() || before.equals(identity(file)));
      if (held) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)));
        channel.force(false);
      }
    } finally {
      if (!held) {
        channel.close();
        HELD.remove(file);
      }
    }
    return held ? Optional.of(new FolderLock(file, channel)) : Optional.empty();
  }

  /**
   * What tells a file from another of its name: its folder may be moved aside between two looks.
   * Opens nothing.
   */
  private static Optional<Object> identity(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
        : Optional.empty();
  }

  /** Who works in a folder; empty if nobody does. */
  static Optional<String> holder(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(FILE))) {
      return Optional.empty();
    }
    Path file = file(folder);
    String here = HELD.get(file);
    if (here != null) {
      return Optional.of(here);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
        return Optional.empty();
      }
    }
    String said = Files.readString(file).strip();
    return Optional.of(said.isEmpty() ? UNKNOWN : said);
  }

  private static Path file(Path folder) throws IOException {
    Files.createDirectories(folder);
    return folder.toRealPath().resolve(FILE);
  }

  private static String self() {
    return "process %s on %s, since %s"
        .formatted(
            ProcessHandle.current().pid(), host(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unknown) {
      return "this machine";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
