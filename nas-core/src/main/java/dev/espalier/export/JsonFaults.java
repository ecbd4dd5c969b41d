package dev.espalier.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.config.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Collects the faults of one JSON file, each with its place. Not thread-safe. */
final class JsonFaults {
  private final String file;
  private final String text;
  private final Faults faults = new Faults();
  private Map<String, Integer> lines = Map.of();

  /**
   * No fault yet.
   *
   * @param text content of the file; the places of faults are looked up in it
   */
  JsonFaults(Path file, String text) {
    this.file = file.toString();
    this.text = text;
  }

  /** A fault of the value that a JSON pointer leads to, or of the nearest value around it. */
  void add(String pointer, String message) {
    if (lines.isEmpty()) {
      lines = lines(text);
    }
    String known = pointer;
    while (!known.isEmpty() && !lines.containsKey(known)) {
      known = known.substring(0, known.lastIndexOf('/'));
    }
    faults.add(new Fault(file, lines.getOrDefault(known, 1), pointer, null, message));
  }

  /** A fault at a line, where no value could be read. */
  void add(int line, String message) {
    faults.add(new Fault(file, line, "", null, message));
  }

  boolean any() {
    return !faults.isEmpty();
  }

  /** All of them; there must be one. */
  ConfigException exception() {
    return new ConfigException(faults.list());
  }

  /** The line on which each value starts, by its pointer. */
  private static Map<String, Integer> lines(String text) {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = ArchitectureJson.MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() || token.isStructStart()) {
          lines.putIfAbsent(
              parser.getParsingContext().pathAsPointer().toString(),
              parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (IOException cause) {
      throw new IllegalStateException("text was read as JSON before", cause);
    }
    return lines;
  }
}
