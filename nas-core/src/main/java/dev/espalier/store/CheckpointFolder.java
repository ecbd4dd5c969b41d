package dev.espalier.store;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import dev.espalier.file.AtomicFile;
import dev.espalier.trial.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps checkpoints as files of a folder, called {@code NAME.SHA256}: what was cut off while it was
 * written, or was damaged since, is told from what is whole. The folder is made when it is needed.
 * Thread-safe.
 */
public final class CheckpointFolder implements CheckpointStore {
  private final Path folder;

  /** In a folder of this path, which need not be there. */
  public CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Checkpoint write(String name, ByteSource content) {
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException(
          "checkpoint '%s' must be named by letters, digits and dashes".formatted(name));
    }
    try {
      Checkpoint checkpoint = new Checkpoint(name, content.hash(Hashing.sha256()).toString());
      List<Path> old = files(name);
      Files.createDirectories(folder);
      AtomicFile.replace(file(checkpoint), fresh -> writeDurably(fresh, content));
      force(folder, StandardOpenOption.READ); // the name, too
      for (Path file : old) {
        if (!file.equals(file(checkpoint))) {
          Files.deleteIfExists(file);
        }
      }
      return checkpoint;
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot write %s in %s".formatted(name, folder), cause);
    }
  }

  private static void writeDurably(Path file, ByteSource content) throws IOException {
    Files.write(file, content.read());
    force(file, StandardOpenOption.WRITE);
  }

  private static void force(Path path, OpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  @Override
  public ByteSource read(Checkpoint checkpoint) {
    Path file = file(checkpoint);
    ByteSource content = MoreFiles.asByteSource(file);
    try {
      if (!Files.exists(file)
          || !content.hash(Hashing.sha256()).toString().equals(checkpoint.sha256())) {
        throw new IllegalStateException(
            "%s is gone or damaged; the trial that it belongs to cannot be gone on with"
                .formatted(file));
      }
      return content;
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + file, cause);
    }
  }

  @Override
  public void free(String name) {
    try {
      for (Path file : files(name)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot delete %s in %s".formatted(name, folder), cause);
    }
  }

  private List<Path> files(String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(name + "."))
          .toList();
    }
  }

  private Path file(Checkpoint checkpoint) {
    return folder.resolve(checkpoint.name() + "." + checkpoint.sha256());
  }
}
