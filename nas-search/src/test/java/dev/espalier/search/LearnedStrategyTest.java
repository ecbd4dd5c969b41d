package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.search.report.PolicyFile;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.Learned;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedStrategyTest {
  private static final SearchProblem PROBLEM =
      SearchProblem.of(
          DecisionSpace.of(
              "two",
              List.of(
                  Decision.of("op", Domain.choice("conv", "pool", "skip")),
                  Decision.of("width", Domain.range(1, 4)))),
          List.of(Objective.maximize("val_accuracy")),
          Fidelity.epochs(1),
          Budget.trials(100));

  private static LearnedStrategy strategy(String name, Path file, Map<String, ?> parameters) {
    return new LearnedStrategy(Strategies.create(name, PROBLEM, parameters), file);
  }

  private static void run(SearchStrategy strategy, int trials) {
    for (int number = 0; number < trials; number++) {
      Proposal proposal =
          strategy.ask(new Turn(number, Seeds.generator(1, "ask", number))).orElseThrow();
      if (proposal instanceof Proposal.Fresh fresh) {
        boolean good = fresh.architecture().text("op").equals("pool");
        strategy.tell(Trial.scored(number, fresh, Map.of("val_accuracy", good ? 0.9 : 0.1)));
      }
    }
  }

  @Test
  void whatAControllerLearnedIsKeptAndBegunFrom(@TempDir Path folder) {
    Path file = new StudyFolder(folder).policy();
    LearnedStrategy first = strategy("reinforce", file, Map.of("policy", "factored"));
    run(first, 10);
    first.write();

    List<Learned.Preference> kept = PolicyFile.preferences(file);
    assertEquals(first.learned().orElseThrow().preferences(), kept);
    assertEquals("op", kept.get(0).decision());
    assertEquals("pool", kept.get(0).value());

    LearnedStrategy second =
        strategy(
            "reinforce",
            folder.resolve("other.json"),
            Map.of("policy", "factored", "warmStart", file.toString()));
    assertFalse(second.ask(new Turn(0, Seeds.generator(2, "ask", 0))).isEmpty());
    assertEquals(kept, second.learned().orElseThrow().preferences());
  }

  @Test
  void aStrategyThatLearnsNothingLeavesNoFile(@TempDir Path folder) {
    Path file = new StudyFolder(folder).policy();
    LearnedStrategy strategy = strategy("random", file, Map.of());
    run(strategy, 3);
    strategy.write();

    assertFalse(Files.exists(file));
    assertEquals(List.of(), PolicyFile.preferences(file));
  }
}
