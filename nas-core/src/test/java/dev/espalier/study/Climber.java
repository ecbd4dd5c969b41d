package dev.espalier.study;

import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mutates the best trial it was told of, and after every third ask waits until all were told: what
 * it proposes depends on every tell.
 */
final class Climber implements SearchStrategy {
  private static final int BATCH = 3;

  final List<Trial> heard = new ArrayList<>();
  private final SearchSpace space;
  private @Nullable Trial best;
  private int asked;

  Climber(SearchSpace space) {
    this.space = space;
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (asked % BATCH == 0 && heard.size() < asked) {
      return Optional.empty();
    }
    asked++;
    Trial parent = best;
    return Optional.of(
        parent == null
            ? Proposal.of(space.sample(turn.random()), Fidelity.epochs(1))
            : Proposal.of(
                space.mutate(parent.architecture(), turn.random()),
                Fidelity.epochs(1),
                parent.number()));
  }

  @Override
  public void tell(Trial finished) {
    heard.add(finished);
    if (finished.scored()
        && (best == null || finished.metric("val_accuracy") > best.metric("val_accuracy"))) {
      best = finished;
    }
  }
}
