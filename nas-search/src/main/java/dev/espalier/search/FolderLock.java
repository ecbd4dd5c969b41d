package dev.espalier.search;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Held by the process that works in a study's folder. The system gives it back when the process
 * ends, in whatever way.
 */
final class FolderLock implements Closeable {
  private static final String FILE = "study.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param folder that is there
   * @throws IllegalArgumentException if a process holds it, which the message names
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel, false) == null) {
      channel.close();
      throw new IllegalArgumentException(
          "%s: %s works in this folder; wait until it ends, or choose another by --dir"
              .formatted(folder, holder(folder).orElse("another process")));
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)));
    channel.force(false);
    return new FolderLock(channel);
  }

  /** Who works in a folder; empty if nobody does. */
  static Optional<String> holder(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (tryLock(channel, true) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(Files.readString(file).strip());
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException thisProcess) {
      return null;
    }
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
  }
}
