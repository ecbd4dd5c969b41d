package dev.espalier.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;

/**
 * Indents the outer levels of a file and keeps what is deeper on one line: a node of the network,
 * or the cost of a layer, is a line that people can find and tools can compare.
 */
final class LinePrinter extends DefaultPrettyPrinter {
  private static final long serialVersionUID = 1;
  private static final int INDENTED_LEVELS = 3;
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");

  LinePrinter() {
    super(SEPARATORS);
    indentArraysWith(new Indentation());
    indentObjectsWith(new Indentation());
  }

  @Override
  public DefaultPrettyPrinter createInstance() {
    return new LinePrinter();
  }

  @Override
  public void writeEndObject(JsonGenerator generator, int entries) throws IOException {
    close(generator, entries, '}');
  }

  @Override
  public void writeEndArray(JsonGenerator generator, int values) throws IOException {
    close(generator, values, ']');
  }

  private void close(JsonGenerator generator, int members, char bracket) throws IOException {
    if (members > 0) {
      // Like the members before it: the bracket is on a line of its own only if they are.
      separate(generator, _nesting, _nesting - 1);
    }
    _nesting--;
    generator.writeRaw(bracket);
  }

  /** Starts a new line for members of an outer level, or leaves a blank. */
  private static void separate(JsonGenerator generator, int level, int indentation)
      throws IOException {
    generator.writeRaw(level > INDENTED_LEVELS ? " " : "\n" + "  ".repeat(indentation));
  }

  private static final class Indentation implements Indenter {
    @Override
    public void writeIndentation(JsonGenerator generator, int level) throws IOException {
      separate(generator, level, level);
    }

    @Override
    public boolean isInline() {
      return false;
    }
  }
}
