package dev.espalier.strategy;

import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * Proposes what to try and learns of what came out.
 *
 * <p>A study calls it from one thread. It asks for trial after trial, each with a {@link Turn} that
 * holds the number of the trial to come; up to {@code lookAhead} trials are open at a time, so an
 * ask may come before the outcomes of the last ones. Where that does not do, as between two
 * generations, the answer is empty: the study then tells the next outcome and asks again with the
 * same turn. An empty answer while no trial is open ends the study: there is nothing left to try.
 *
 * <p>Its state comes from asks and tells alone, and its randomness from the turns. Then the same
 * seed gives the same search with any number of workers, and a study that was cut off is gone on
 * with: a fresh strategy is asked and told again what the store holds.
 *
 * <p>This one climbs from the best trial so far:
 *
 * <pre>{@code
 * public final class HillClimb implements SearchStrategy {
 *   private final SearchProblem problem;
 *   private Optional<Trial> best = Optional.empty();
 *
 *   public HillClimb(SearchProblem problem) {
 *     this.problem = problem;
 *   }
 *
 *   @Override
 *   public Optional<Proposal> ask(Turn turn) {
 *     SearchSpace space = problem.space();
 *     return Optional.of(
 *         best.map(
 *                 t ->
 *                     Proposal.of(
 *                         space.mutate(t.architecture(), turn.random()),
 *                         problem.fidelity(),
 *                         t.number()))
 *             .orElseGet(() -> Proposal.of(space.sample(turn.random()), problem.fidelity())));
 *   }
 *
 *   @Override
 *   public void tell(Trial finished) {
 *     Objective objective = problem.objectives().get(0);
 *     if (finished.scored()
 *         && best.filter(b -> objective.score(b) >= objective.score(finished)).isEmpty()) {
 *       best = Optional.of(finished);
 *     }
 *   }
 * }
 * }</pre>
 */
public interface SearchStrategy {

  /**
   * Proposes what to try next. An empty answer must leave the strategy as it was.
   *
   * @return empty if it needs results first or, when no trial is open, if it has nothing left to
   *     try
   */
  Optional<Proposal> ask(Turn turn);

  /**
   * Learns of a trial: scored, pruned, failed, refused or a duplicate. Told in trial order, also of
   * trials that another strategy proposed.
   */
  void tell(Trial finished);

  /** What it has learned so far, for people to look at; empty for one that learns nothing. */
  default Optional<Learned> learned() {
    return Optional.empty();
  }
}
