package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.common.base.Splitter;
import dev.espalier.file.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A strategy of a user's jar that trains in part, and goes on with it. */
@Tag("slow")
class PausingStrategyTest {
  private static final String SOURCE =
      """
      package mine;

      import dev.espalier.parameter.*;
      import dev.espalier.strategy.*;
      import dev.espalier.trial.*;
      import com.google.common.collect.ImmutableList;
      import java.util.Optional;

      public final class TwoStep implements StrategyFactory {
        private static final Parameter<Integer> FIRST =
            Parameter.integer("first", 1, 1, 100, "epochs before the pause");
        private static final Parameter<Part> AROUND =
            Parameter.part("around", Part.of("random"), "what proposes");

        public String id() {
          return "two_step";
        }

        public String summary() {
          return "Trains in part, then to the end";
        }

        public ImmutableList<Parameter<?>> parameters() {
          return ImmutableList.of(FIRST, AROUND);
        }

        public SearchStrategy create(
            SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
          NumberedStrategy inner =
              new NumberedStrategy(
                  StrategyFactory.create(values.get(AROUND), problem, strategies));
          return new SearchStrategy() {
            private Optional<Trial> paused = Optional.empty();

            public Optional<Proposal> ask(Turn turn) {
              Optional<Proposal> next =
                  paused.isPresent()
                      ? paused.map(t -> new Proposal.Continue(t.number(), problem.fidelity()))
                      : inner.ask(turn)
                          .map(p -> ((Proposal.Fresh) p).with(problem.ladder().rung(values.get(FIRST))));
              paused = Optional.empty();
              return next;
            }

            public void tell(Trial trial) {
              inner.tell(trial);
              paused = Optional.of(trial).filter(t -> t.checkpoint().isPresent());
            }
          };
        }
      }
      """;
  private static final String EXPERIMENT =
      """
      apiVersion: nas/v1
      study: {name: paused, seed: 3, lookAhead: 1}
      dataset: {name: digits}
      space: {preset: cnn-cells}
      strategy: {type: two_step, first: 2, around: {type: genetic, populationSize: 4}}
      evaluator: {fidelity: {epochs: 3, trainFraction: 0.2}}
      budget: {trials: 4}
      retrain: {seeds: 1, epochs: 1}
      """;

  @Test
  void itIsFoundByItsIdAndItsTrialsScoreAsIfTheyHadNotBeenPaused(@TempDir Path folder)
      throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(classes.resolve("dev.espalier.strategy.StrategyFactory"), "mine.TwoStep");
    Path source = Files.writeString(folder.resolve("TwoStep.java"), SOURCE);
    Sources.compile(folder.resolve("classes"), source);
    Path jar = Jars.jar(folder.resolve("mine.jar"), folder.resolve("classes"));
    Path experiment = Files.writeString(folder.resolve("paused.yaml"), EXPERIMENT);
    Path study = folder.resolve("run");

    Run.of("list", "strategies", "--classpath", jar)
        .printed("two_step: Trains in part", "default 1: epochs before the pause");
    Run.of("search", experiment, "--dir", study, "--quiet", "--classpath", jar).printed();
    Path plain = folder.resolve("plain");
    String whole = "strategy={type: genetic, populationSize: 4}";
    Run.of("search", experiment, "--dir", plain, "--quiet", "--set", whole).printed();

    List<Map<String, String>> paused = rows(study.resolve("trials.csv"));
    Map<String, String> first = rows(plain.resolve("trials.csv")).get(0);
    assertEquals("epochs=2;of=3;trainFraction=0.2", paused.get(0).get("fidelity"));
    assertEquals("epochs=3;trainFraction=0.2", paused.get(1).get("fidelity"));
    assertEquals("0", paused.get(1).get("continues"));
    assertEquals("2", paused.get(3).get("continues"));
    for (String column : List.of("encoding", "seed", "val_accuracy", "val_loss", "fidelity")) {
      assertEquals(first.get(column), paused.get(1).get(column), column);
    }
    assertNotEquals(first.get("val_loss"), paused.get(0).get("val_loss"));
    String resolved = Files.readString(study.resolve("experiment.yaml"));
    assertEquals(2, resolved.split("tournamentSize: 3|first: 2", -1).length - 1, resolved);

    Path isolated = folder.resolve("isolated");
    Object[] inProcesses = {
      "search",
      experiment,
      "--dir",
      isolated,
      "--quiet",
      "--classpath",
      jar,
      "--set",
      "execution={isolation: process, trialMemory: 2GiB, workers: 1}"
    };
    Run.of(inProcesses).printed();
    List<Map<String, String>> same = rows(isolated.resolve("trials.csv"));
    paused.forEach(row -> row.remove("train_seconds"));
    same.forEach(row -> row.remove("train_seconds"));
    assertEquals(paused, same);

    // Its jar may be gone when the study is looked at.
    Run.of("status", study).printed("4 of 4 evaluated");
    Run.of("export", study, "--trial=0", "--out", folder.resolve("0.json")).printed("0.json");
    Run.of("search", study, "--quiet", "--classpath", jar).printed();
    Run.of("search", study, "--quiet").refused("strategy.type", "'two_step'");
  }

  private static List<Map<String, String>> rows(Path csv) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(csv).stream().map(Splitter.on(',')::splitToList).toList();
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              Map<String, String> row = new TreeMap<>();
              for (int i = 0; i < line.size(); i++) {
                row.put(lines.get(0).get(i), line.get(i));
              }
              return row;
            })
        .toList();
  }
}
