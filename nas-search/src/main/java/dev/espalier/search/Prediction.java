package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.prepare.RawInputs;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.model.ModelFile;
import dev.espalier.eval.train.Trained;
import dev.espalier.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Labels, or values, for new data, by a model file with its own preprocessing. */
public final class Prediction {
  private Prediction() {}

  /**
   * What was written.
   *
   * @param rows predictions
   * @param notes what of the data the model could not see, in words
   */
  public record Result(int rows, ImmutableList<String> notes) {}

  /**
   * Predicts and writes a CSV: {@code input,label,probability}, or {@code input} and one column a
   * value. A language model has a row a token: which is most probable to come next.
   *
   * @throws IllegalArgumentException if the model or the input is not what it must be
   */
  public static Result run(Path model, Path input, Path out) throws IOException {
    ModelFile file = ModelFile.read(model);
    TargetEncoding targets = file.preprocessing().targets();
    try (Trained trained = new Trained(file.graph(), targets)) {
      RawInputs inputs = RawInputs.read(input, file.preprocessing());
      double[][] outputs = trained.outputs(inputs.features());
      List<String> lines = new ArrayList<>();
      lines.add(header(targets));
      for (int row = 0; row < outputs.length; row++) {
        lines.add(quote(inputs.names().get(row)) + "," + cells(outputs[row], targets));
      }
      AtomicFile.replace(out, fresh -> Files.write(fresh, lines));
      return new Result(outputs.length, inputs.notes());
    }
  }

  private static String header(TargetEncoding targets) {
    return targets.labels().isEmpty()
        ? targets.values().stream()
            .map(value -> quote(value.name()))
            .collect(Collectors.joining(",", "input,", ""))
        : "input,label,probability";
  }

  private static String cells(double[] outputs, TargetEncoding targets) {
    if (targets.labels().isEmpty()) {
      List<String> cells = new ArrayList<>();
      for (double output : outputs) {
        cells.add(Double.toString(output));
      }
      return String.join(",", cells);
    }
    int best = 0;
    for (int label = 1; label < outputs.length; label++) {
      if (outputs[label] > outputs[best]) {
        best = label;
      }
    }
    return quote(targets.labels().get(best)) + "," + outputs[best];
  }

  private static String quote(String text) {
    return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
