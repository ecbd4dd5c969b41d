package dev.espalier.space;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Some of the architectures of a {@link DecisionSpace}, listed one by one, such as the rows of a
 * table of results. Two are as far apart as they have decisions that came out differently.
 *
 * <pre>{@code
 * List<Decision> decisions = List.of(Decision.of("op", Domain.choice("conv", "pool", "skip")));
 * List<Architecture> rows = List.of(Architecture.parse("op=conv"), Architecture.parse("op=pool"));
 * ListedSpace space = ListedSpace.of("table", decisions, rows);
 * Architecture near = space.mutate(space.sample(random), random); // one of the list again
 * }</pre>
 */
public final class ListedSpace implements SearchSpace {
  /** Neighbours that each architecture has at least, near ones or not. */
  private static final int LEAST_NEIGHBOURS = 8;

  private static final int REMEMBERED = 20_000;
  private static final int CLOSED = -1;

  private final DecisionSpace decided;
  private final ImmutableList<Architecture> list;
  private final ImmutableMap<Architecture, Integer> places;
  private final boolean complete;

  /** The values of each decision, numbered. */
  private final ImmutableList<Map<String, Integer>> numbers;

  /** The value of each decision of each architecture, by number; -1 where it is not open. */
  private final int[][] codes;

  /** The codes, sorted, so that those that begin alike stand together. */
  private final int[][] sorted;

  private final String hash;
  private final LoadingCache<Integer, ImmutableList<Architecture>> neighbours =
      CacheBuilder.newBuilder()
          .maximumSize(REMEMBERED)
          .build(CacheLoader.from(place -> findNeighbours(place)));

  private ListedSpace(DecisionSpace decided, ImmutableList<Architecture> list) {
    this.decided = decided;
    this.list = list;
    ImmutableMap.Builder<Architecture, Integer> numbered = ImmutableMap.builder();
    for (int i = 0; i < list.size(); i++) {
      numbered.put(list.get(i), i);
    }
    this.places = numbered.buildOrThrow();
    this.complete = decided.size().equals(BigInteger.valueOf(list.size()));
    this.numbers =
        decided.decisions().stream()
            .map(decision -> new HashMap<String, Integer>())
            .collect(ImmutableList.toImmutableList());
    this.codes = list.stream().map(this::number).toArray(int[][]::new);
    this.sorted = codes.clone();
    Arrays.sort(sorted, Arrays::compare);
    Hasher hasher = Hashing.sha256().newHasher().putString(decided.hash(), StandardCharsets.UTF_8);
    for (Architecture architecture : list) {
      hasher.putString(architecture.encoding() + "\n", StandardCharsets.UTF_8);
    }
    this.hash = hasher.hash().toString();
  }

  /**
   * The listed architectures, in their order.
   *
   * @throws IllegalArgumentException if one is none of the decisions', or there twice, or there is
   *     none
   */
  public static ListedSpace of(
      String name, List<Decision> decisions, Collection<Architecture> architectures) {
    if (architectures.isEmpty()) {
      throw new IllegalArgumentException("space %s must list an architecture".formatted(name));
    }
    DecisionSpace decided = DecisionSpace.of(name, decisions);
    return new ListedSpace(
        decided,
        architectures.stream().map(decided::check).collect(ImmutableList.toImmutableList()));
  }

  /** Numbers values as they come. */
  private int[] number(Architecture architecture) {
    int[] row = new int[numbers.size()];
    for (int d = 0; d < row.length; d++) {
      Map<String, Integer> known = numbers.get(d);
      String value = architecture.values().get(decisions().get(d).name());
      row[d] = value == null ? CLOSED : known.computeIfAbsent(value, fresh -> known.size());
    }
    return row;
  }

  @Override
  public String name() {
    return decided.name();
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public BigInteger size() {
    return BigInteger.valueOf(list.size());
  }

  @Override
  public ImmutableList<Decision> decisions() {
    return decided.decisions();
  }

  /** All architectures, in the order in which they were listed. */
  public ImmutableList<Architecture> architectures() {
    return list;
  }

  /** Draws one of the list, each being equally likely. */
  @Override
  public Architecture sample(RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  /** One of the {@link #neighbours} in which one of the decisions differs. */
  @Override
  public Architecture mutate(
      Architecture architecture, Predicate<Decision> which, RandomGenerator random) {
    int place = place(architecture);
    List<Architecture> near =
        neighbours.getUnchecked(place).stream()
            .filter(neighbour -> differs(place, place(neighbour), which))
            .toList();
    return near.isEmpty() ? architecture : near.get(random.nextInt(near.size()));
  }

  private boolean differs(int first, int second, Predicate<Decision> which) {
    return IntStream.range(0, decisions().size())
        .anyMatch(d -> codes[first][d] != codes[second][d] && which.test(decisions().get(d)));
  }

  /** The one of the list that is nearest to what the decisions of both parents give. */
  @Override
  public Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random) {
    Architecture child = decided.cross(check(first), check(second), crossover, random);
    if (places.containsKey(child)) {
      return child;
    }
    int nearest = Integer.MAX_VALUE;
    int alike = 0;
    Architecture chosen = first;
    for (Architecture listed : list) {
      int distance = distance(listed, child);
      if (distance < nearest) {
        nearest = distance;
        alike = 0;
      }
      if (distance == nearest && random.nextInt(++alike) == 0) {
        chosen = listed;
      }
    }
    return chosen;
  }

  private int distance(Architecture listed, Architecture child) {
    int distance = 0;
    for (Decision decision : decisions()) {
      if (!Objects.equals(
          listed.values().get(decision.name()), child.values().get(decision.name()))) {
        distance++;
      }
    }
    return distance;
  }

  /**
   * All that differ in one decision; where these are fewer than {@value #LEAST_NEIGHBOURS}, that
   * many of the nearest, the first in the list before others that are as near.
   */
  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return neighbours.getUnchecked(place(architecture));
  }

  private ImmutableList<Architecture> findNeighbours(int place) {
    if (complete) {
      return decided.neighbours(list.get(place));
    }
    ImmutableList<Architecture> close =
        decided.neighbours(list.get(place)).stream()
            .filter(places::containsKey)
            .collect(ImmutableList.toImmutableList());
    return close.size() >= LEAST_NEIGHBOURS ? close : nearest(place);
  }

  private ImmutableList<Architecture> nearest(int place) {
    int[] distances = new int[list.size()];
    for (int i = 0; i < distances.length; i++) {
      for (int d = 0; d < codes[i].length; d++) {
        distances[i] += codes[i][d] == codes[place][d] ? 0 : 1;
      }
    }
    return IntStream.range(0, distances.length)
        .filter(i -> i != place)
        .boxed()
        .sorted(Comparator.comparingInt(i -> distances[i]))
        .limit(LEAST_NEIGHBOURS)
        .map(list::get)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public double[] encode(Architecture architecture) {
    return decided.encode(check(architecture));
  }

  @Override
  public boolean allows(Architecture architecture) {
    return places.containsKey(architecture);
  }

  @Override
  public boolean limitsBeginnings() {
    return !complete;
  }

  @Override
  public boolean canBegin(Map<String, String> outcomes) {
    int low = 0;
    int high = sorted.length;
    int left = outcomes.size();
    for (int d = 0; d < numbers.size() && left > 0 && low < high; d++) {
      String value = outcomes.get(decisions().get(d).name());
      left -= value == null ? 0 : 1;
      Integer code = value == null ? Integer.valueOf(CLOSED) : numbers.get(d).get(value);
      if (code == null) {
        return false;
      }
      low = firstFrom(code, d, low, high);
      high = firstFrom(code + 1, d, low, high);
    }
    return left == 0 && low < high;
  }

  /** The first row of a range, which is sorted by a decision, whose code is not below one. */
  private int firstFrom(int code, int decision, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle][decision] < code) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public Architecture check(Architecture architecture) {
    Architecture checked = decided.check(architecture);
    if (!places.containsKey(checked)) {
      throw new IllegalArgumentException(
          "%s is none of the %s architectures of space %s".formatted(checked, list.size(), name()));
    }
    return checked;
  }

  private int place(Architecture architecture) {
    return Objects.requireNonNull(places.get(check(architecture)));
  }
}
