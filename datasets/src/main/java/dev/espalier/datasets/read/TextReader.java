package dev.espalier.datasets.read;

import dev.espalier.datasets.example.DatasetException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads plain text. */
public final class TextReader {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TextReader() {}

  /**
   * The whole text of a file, without byte order mark.
   *
   * @throws DatasetException if the file cannot be read or is no UTF-8, naming the line
   */
  public static String read(DataFile file) {
    byte[] bytes = file.readAll();
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(input, text, true);
    if (result.isError()) {
      throw malformed(file, bytes, input.position());
    }
    text.flip();
    boolean marked = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK;
    return text.subSequence(marked ? 1 : 0, text.length()).toString();
  }

  private static DatasetException malformed(DataFile file, byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return new DatasetException(
        file.name(),
        "line " + line,
        "byte 0x%02x at offset %s is no UTF-8; the text must be saved as UTF-8"
            .formatted(bytes[position], position));
  }
}
