package dev.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What a verb prints for its results: text for people or, with {@code --json}, one document. */
final class Answer {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document (docs/json.md) instead of text.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Whether it is a document. */
  boolean isJson() {
    return json;
  }

  /** Prints one of them, whichever was asked for. */
  void print(Consumer<PrintWriter> text, Supplier<Document> document) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (!json) {
      text.accept(out);
      return;
    }
    try {
      out.println(JSON.writeValueAsString(document.get()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
