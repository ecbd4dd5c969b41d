package dev.espalier.bench;

import com.google.common.collect.ImmutableMap;
import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.Yaml;

/**
 * What asking and telling costs: a strategy proposes architectures of twelve decisions of five
 * values each, and is told made-up scores at once. One row a strategy and number of told trials:
 * milliseconds a trial since the row before, and since the beginning.
 */
public final class StrategyBench {
  private static final int DECISIONS = 12;
  private static final int WARM_UP = 2_000;

  private StrategyBench() {}

  /**
   * Arguments: numbers of told trials, separated by commas, then strategies as files write them.
   */
  public static void main(String[] args) {
    List<Integer> marks = List.of(args[0].split(",")).stream().map(Integer::valueOf).toList();
    System.out.println("strategy,told,milliseconds_a_trial_since_last_row,milliseconds_a_trial");
    for (String strategy : List.of(args).subList(1, args.length)) {
      run(strategy, List.of(WARM_UP), false);
      run(strategy, marks, true);
    }
  }

  private static void run(String text, List<Integer> marks, boolean print) {
    Map<String, Object> values =
        new LinkedHashMap<>(
            text.startsWith("{")
                ? new Yaml().<Map<String, Object>>load(text)
                : Map.of("type", text));
    String type = String.valueOf(values.remove("type"));
    SearchSpace space = space();
    SearchStrategy strategy = Strategies.create(type, problem(space), values);
    long begin = System.nanoTime();
    long last = begin;
    int told = 0;
    for (int mark : marks) {
      int before = told;
      for (; told < mark; told++) {
        step(strategy, told);
      }
      long now = System.nanoTime();
      if (print) {
        System.out.printf(
            Locale.ROOT,
            "\"%s\",%d,%.4f,%.4f%n",
            text,
            told,
            (now - last) / 1e6 / (told - before),
            (now - begin) / 1e6 / told);
      }
      last = now;
    }
  }

  private static void step(SearchStrategy strategy, int number) {
    Optional<Proposal> proposal = strategy.ask(new Turn(number, Seeds.generator(1, "ask", number)));
    if (proposal.orElseThrow() instanceof Proposal.Fresh fresh) {
      strategy.tell(Trial.scored(number, fresh, score(fresh.architecture())));
    }
  }

  /** Smooth in most decisions, so that there is something to climb, and a cost. */
  static ImmutableMap<String, Double> score(Architecture architecture) {
    double accuracy = 0.0;
    double macs = 0.0;
    for (String value : architecture.values().values()) {
      int number = value.charAt(1) - '0';
      accuracy += Math.sqrt(number);
      macs += number;
    }
    double noise = (architecture.hashCode() & 0xff) / 256.0;
    return ImmutableMap.of(
        "val_accuracy", (accuracy + noise) / (2.0 * DECISIONS + 1), "macs", macs);
  }

  static SearchSpace space() {
    return DecisionSpace.of(
        "bench",
        IntStream.range(0, DECISIONS)
            .mapToObj(i -> Decision.of("d" + i, Domain.choice("v0", "v1", "v2", "v3", "v4")))
            .toList());
  }

  private static SearchProblem problem(SearchSpace space) {
    return SearchProblem.of(
        space,
        List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs")),
        Fidelity.epochs(1),
        Budget.trials(1_000_000));
  }
}
