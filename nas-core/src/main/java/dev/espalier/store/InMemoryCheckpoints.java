package dev.espalier.store;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import dev.espalier.trial.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps checkpoints as long as the program runs. Thread-safe. */
public final class InMemoryCheckpoints implements CheckpointStore {
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  @Override
  public Checkpoint write(String name, ByteSource content) {
    try {
      byte[] bytes = content.read();
      contents.put(name, bytes);
      return new Checkpoint(name, Hashing.sha256().hashBytes(bytes).toString());
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot keep " + name, cause);
    }
  }

  @Override
  public ByteSource read(Checkpoint checkpoint) {
    byte[] bytes = contents.get(checkpoint.name());
    if (bytes == null
        || !Hashing.sha256().hashBytes(bytes).toString().equals(checkpoint.sha256())) {
      throw new IllegalStateException("checkpoint %s is gone".formatted(checkpoint.name()));
    }
    return ByteSource.wrap(bytes);
  }

  @Override
  public void free(String name) {
    contents.remove(name);
  }

  /** Names of all that is kept. */
  public Iterable<String> names() {
    return contents.keySet();
  }
}
