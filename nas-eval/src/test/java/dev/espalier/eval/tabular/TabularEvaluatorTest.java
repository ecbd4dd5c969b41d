package dev.espalier.eval.tabular;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.EvaluatorContract;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TabularEvaluatorTest extends EvaluatorContract {
  private static final ResultTable TABLE = table();

  private static ResultTable table() {
    try {
      return write(Files.createTempDirectory("table"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static ResultTable write(Path folder) throws IOException {
    Files.writeString(folder.resolve("t.csv"), "op,val,test,macs\nconv,70,71,5\npool,60,62,1\n");
    Path file =
        Files.writeString(
            folder.resolve("t.yaml"),
            """
            apiVersion: nas-table/v1
            name: t
            file: t.csv
            architecture: {columns: [op]}
            signal: {column: val, direction: maximize}
            report: {column: test, direction: maximize}
            costs: [{metric: macs, column: macs}]
            """);
    return ResultTable.read(file.toString(), folder);
  }

  @Override
  protected Evaluator evaluator() {
    return new TabularEvaluator(TABLE);
  }

  @Override
  protected EvaluationProblem problem() {
    return new EvaluationProblem(
        TABLE.space(), ImmutableList.of(TABLE.signal()), Ladder.to(Fidelity.epochs(3)), 1);
  }

  @Override
  protected Candidate candidate() {
    return candidate("conv");
  }

  private static Candidate candidate(String op) {
    return new Candidate(
        Architecture.of(Map.of("op", op)), Optional.empty(), Recipe.builder().build());
  }

  @Test
  void whatTheTableDoesNotHoldFailsTheTrial() {
    assertThrows(
        EvaluationException.class,
        () -> new TabularEvaluator(TABLE).look(candidate("skip"), Fidelity.epochs(1)));
  }
}
