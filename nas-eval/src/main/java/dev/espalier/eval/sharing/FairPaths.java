package dev.espalier.eval.sharing;

import com.google.common.collect.ImmutableList;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * As many architectures a step as a decision about operations has values at most, so that each
 * operation is trained as often as any other of its place (Chu, Zhang and Xu, <i>FairNAS</i>, ICCV
 * 2021). Operations are dealt from shuffled decks, each with every value once: a decision with as
 * many values as there are paths has each of them once a step, and in no decision has one value
 * been dealt more than once oftener than another. All else is drawn, again and again until the
 * space allows the whole.
 *
 * <p>Where nothing that is drawn goes with the operations, such as with a cell of zeros, the path
 * is drawn from the space instead: fairness ends there.
 */
final class FairPaths implements PathSampler {
  private static final int MOST_DRAWS = 50;

  private final SearchSpace space;
  private final long seed;
  private final int paths;

  FairPaths(SearchSpace space, long seed) {
    this.space = space;
    this.seed = seed;
    this.paths =
        space.decisions().stream()
            .filter(FairPaths::isDealt)
            .mapToInt(decision -> decision.domain().values().size())
            .max()
            .orElse(1);
  }

  @Override
  public int pathsAStep() {
    return paths;
  }

  @Override
  public ImmutableList<Architecture> paths(long step) {
    ImmutableList.Builder<Architecture> all = ImmutableList.builder();
    for (int path = 0; path < paths; path++) {
      all.add(path(step * paths + path));
    }
    return all.build();
  }

  private Architecture path(long number) {
    RandomGenerator random = Seeds.generator(seed, "path", number);
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Map<String, String> values = new LinkedHashMap<>();
      for (Decision decision : space.decisions()) {
        if (decision.condition().holds(values)) {
          values.put(
              decision.name(),
              isDealt(decision) ? dealt(decision, number) : decision.domain().draw(random));
        }
      }
      Architecture architecture = space.check(Architecture.of(values));
      if (space.allows(architecture)) {
        return architecture;
      }
    }
    return space.sample(random);
  }

  private static boolean isDealt(Decision decision) {
    return decision.kind() == DecisionKind.OPERATION && decision.domain().isListed();
  }

  private String dealt(Decision decision, long number) {
    List<String> deck = new ArrayList<>(decision.domain().values());
    long round = number / deck.size();
    Collections.shuffle(deck, new Random(Seeds.derive(seed, "deck." + decision.name(), round)));
    return deck.get((int) (number % deck.size()));
  }
}
