package dev.espalier.strategies.controller;

import dev.espalier.space.Architecture;
import dev.espalier.strategies.memory.Explored;
import dev.espalier.strategies.memory.Explored.Known;
import dev.espalier.strategy.Learned;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws architectures by a policy, and makes those choices more probable that scored better than
 * what came before.
 *
 * <ul>
 *   <li>The advantage of a trial is its reward less a moving average, in units of the moving mean
 *       distance from it, and at most {@value #MOST_ADVANTAGE} either way: neither the scale of the
 *       rewards nor a rare disaster sets the pace. A trial that failed, or that breaks a constraint
 *       on a measured metric, has the worst.
 *   <li>What was proposed before is drawn again, each time from a policy that is more even, so that
 *       every trial teaches something.
 *   <li>It never waits: with several trials open, an episode may be learned from after the policy
 *       has moved. The PPO option corrects for that.
 * </ul>
 *
 * <p>Exhausted once it has proposed the whole space. Not thread-safe.
 */
public final class ReinforceSearch implements SearchStrategy {
  private static final double MOST_ADVANTAGE = 3.0;
  private static final int MOST_DRAWS = 30;

  /** Factor of what logits are divided by, a draw after the first. */
  private static final double WARMER = 2.0;

  /** An episode and how much better it was than expected. */
  private record Lesson(Episode episode, double advantage) {}

  private final Options options;
  private final Function<RandomGenerator, Policy> policies;
  private final Learning learning;
  private final Reward reward;
  private final Explored explored;
  private final SearchProblem problem;
  private final Map<Long, Episode> open = new HashMap<>();
  private final List<Lesson> batch = new ArrayList<>();
  private @Nullable Policy policy;
  private double baseline = Double.NaN;
  private double spread;

  ReinforceSearch(
      SearchProblem problem,
      Options options,
      Function<RandomGenerator, Policy> policies,
      Learning learning,
      Reward reward) {
    this.problem = problem;
    this.options = options;
    this.policies = policies;
    this.learning = learning;
    this.reward = reward;
    this.explored = new Explored(problem);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (explored.isExhausted()) {
      return Optional.empty();
    }
    Policy now = policy;
    if (now == null) {
      now = policies.apply(turn.random());
      policy = now;
    }
    Optional<Episode> drawn = draw(now, turn.random());
    drawn.ifPresent(episode -> open.put(turn.number(), episode));
    Architecture architecture =
        drawn.map(Episode::architecture).orElseGet(() -> explored.draw(turn.random()));
    return Optional.of(explored.propose(turn, architecture));
  }

  /** An episode that is new and allowed; empty where the policy draws none. */
  private Optional<Episode> draw(Policy now, RandomGenerator random) {
    double warmth = 1.0;
    for (int draws = 0; draws < MOST_DRAWS; draws++) {
      double warm = warmth;
      Episode episode = now.within(() -> options.draw(now, warm, random));
      if (!explored.contains(episode.architecture())
          && problem.space().allows(episode.architecture())) {
        return Optional.of(episode);
      }
      warmth *= WARMER;
    }
    return Optional.empty();
  }

  @Override
  public void tell(Trial finished) {
    Optional<Known> known = explored.tell(finished);
    Episode episode = open.remove(finished.number());
    Policy now = policy;
    if (episode == null || now == null) {
      return;
    }
    boolean sound =
        known.flatMap(Known::fitness).filter(fitness -> fitness.violation() == 0.0).isPresent();
    batch.add(new Lesson(episode, sound ? advantage(finished) : -MOST_ADVANTAGE));
    if (batch.size() >= learning.batchSize()) {
      learn(now);
      batch.clear();
    }
  }

  @Override
  public Optional<Learned> learned() {
    return Optional.ofNullable(policy)
        .map(now -> new Learned(options.preferences(now), SavedPolicy.of(options, now).json()));
  }

  private double advantage(Trial trial) {
    double earned = reward.of(trial);
    if (Double.isNaN(baseline)) {
      baseline = earned;
      return 0.0;
    }
    double distance = earned - baseline;
    double usual = spread == 0.0 ? Math.abs(distance) : spread;
    double decay = learning.baselineDecay();
    baseline = decay * baseline + (1 - decay) * earned;
    spread = decay * usual + (1 - decay) * Math.abs(distance);
    return usual == 0.0
        ? 0.0
        : Math.max(-MOST_ADVANTAGE, Math.min(MOST_ADVANTAGE, distance / usual));
  }

  private void learn(Policy now) {
    int passes = learning.clip() > 0.0 ? learning.epochs() : 1;
    for (int pass = 0; pass < passes; pass++) {
      for (Lesson lesson : batch) {
        now.within(
            () -> {
              learn(now, lesson);
              return lesson;
            });
      }
      now.within(
          () -> {
            now.step();
            return now;
          });
    }
  }

  private void learn(Policy now, Lesson lesson) {
    Episode episode = lesson.episode();
    Policy.Rollout rollout = now.begin();
    double[][] probabilities = new double[options.decisions()][];
    double logProbability = 0.0;
    for (int d = 0; d < probabilities.length; d++) {
      int option = episode.chosen(d);
      if (option != Episode.CLOSED) {
        probabilities[d] = Softmax.of(rollout.logits(d), episode.mask(d));
        logProbability += Math.log(probabilities[d][option]);
        rollout.choose(d, option);
      }
    }
    double weight = weight(lesson, logProbability) / batch.size();
    double entropyWeight = learning.entropyWeight() / batch.size();
    double[][] ascent = new double[probabilities.length][];
    for (int d = 0; d < ascent.length; d++) {
      if (probabilities[d] != null) {
        ascent[d] = Softmax.ascent(probabilities[d], episode.chosen(d), weight, entropyWeight);
      }
    }
    rollout.ascend(ascent);
  }

  /** Of the gradient of the episode's log probability. */
  private double weight(Lesson lesson, double logProbability) {
    double advantage = lesson.advantage();
    if (learning.clip() == 0.0) {
      return advantage;
    }
    double ratio = Math.exp(logProbability - lesson.episode().logProbability());
    boolean clipped =
        advantage > 0.0 ? ratio > 1.0 + learning.clip() : ratio < 1.0 - learning.clip();
    return clipped ? 0.0 : advantage * ratio;
  }
}
