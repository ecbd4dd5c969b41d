package dev.espalier.datasets.read;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import com.google.common.io.ByteStreams;
import com.google.common.io.CountingInputStream;
import com.google.common.io.MoreFiles;
import dev.espalier.datasets.example.DatasetException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A named source of bytes, plain or gzip-packed: which of the two is told from its first two bytes,
 * not from its name.
 *
 * @param name what error messages call it
 * @param bytes the bytes as stored
 */
public record DataFile(String name, ByteSource bytes) {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /**
   * A file on disk.
   *
   * @throws DatasetException if there is no such file
   */
  public static DataFile of(Path path) {
    if (Files.isDirectory(path)) {
      throw new DatasetException(path.toString(), "is a directory; a file is needed");
    }
    if (!Files.exists(path)) {
      throw new DatasetException(path.toString(), "there is no such file");
    }
    return new DataFile(path.toString(), MoreFiles.asByteSource(path));
  }

  /** The name in lower case without its {@code .gz}, to tell formats by their ending. */
  public String plainName() {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
  }

  /** Opens the unpacked content; the caller closes it. */
  public InputStream open() throws IOException {
    InputStream stored = new BufferedInputStream(bytes.openStream());
    try {
      stored.mark(2);
      int first = stored.read();
      int second = stored.read();
      stored.reset();
      return (first << 8 | second) == GZIP_MAGIC ? GzipInput.of(stored) : stored;
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /**
   * Opens the unpacked content as UTF-8 text, after its byte order mark if it has one; the caller
   * closes it.
   */
  public BufferedReader openText() throws IOException {
    Reader strict =
        new InputStreamReader(
            open(),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    BufferedReader text = new BufferedReader(strict);
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  /**
   * The whole unpacked content.
   *
   * @throws DatasetException if it cannot be read or its packing is damaged
   */
  public byte[] readAll() {
    long read = 0;
    try (CountingInputStream unpacked = new CountingInputStream(open())) {
      try {
        return ByteStreams.toByteArray(unpacked);
      } finally {
        read = unpacked.getCount();
      }
    } catch (IOException e) {
      throw unreadable("after " + read + " unpacked bytes", e);
    }
  }

  /**
   * Reads the content into memory and checks it.
   *
   * @param sha256 expected SHA-256 of the unpacked content, in lower-case hexadecimal
   * @return the same content, held in memory
   * @throws DatasetException if the content is another, naming both sums
   */
  public DataFile verified(String sha256) {
    byte[] content = readAll();
    String actual = Hashing.sha256().hashBytes(content).toString();
    if (!actual.equals(sha256)) {
      throw new DatasetException(
          name,
          "SHA-256 of the unpacked content is %s, should be %s; maybe the file is damaged"
              .formatted(actual, sha256));
    }
    return new DataFile(name, ByteSource.wrap(content));
  }

  /** What a failure to read this file means to its user. */
  DatasetException unreadable(String place, IOException cause) {
    if (cause instanceof CharacterCodingException) {
      try {
        TextReader.read(this);
      } catch (DatasetException located) {
        return located;
      }
    }
    return new DatasetException(name, place, "cannot be read: " + FileFault.why(cause), cause);
  }
}
