package dev.espalier.cli;

import dev.espalier.search.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nas predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Labels, values or next tokens for new data, with the model's own preprocessing.")
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL.zip", description = "such as best-model.zip")
  private Path model = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "a picture, a folder of pictures, an IDX file, a table, series or a text")
  private Path input = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "FILE.csv", description = "one row each")
  private Path out = Path.of("");

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    Outputs.requireFile("--out", out);
    Outputs.requireOther("--out", out, input, model);
    Prediction.Result result = Prediction.run(model, input, out);
    answer.print(
        printer -> {
          printer.printf("%s predictions in %s%n", result.rows(), out);
          result.notes().forEach(printer::println);
        },
        () ->
            new Document()
                .put("rows", result.rows())
                .put("notes", result.notes())
                .put("file", out));
    return ExitCode.DONE;
  }
}
