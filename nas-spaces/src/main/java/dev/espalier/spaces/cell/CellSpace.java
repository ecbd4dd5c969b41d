package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Faults;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.Crossover;
import dev.espalier.space.DecidedSpace;
import dev.espalier.space.Decision;
import dev.espalier.spaces.op.OperationRegistry;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A search space of networks made of cells.
 *
 * <ul>
 *   <li>The stem has {@code channels} features; each reduction cell multiplies them by {@code
 *       widen} and halves the image; a stage may set the width of its cells.
 *   <li>A cell reads {@code i0}, the output of the cell before it, and {@code i1}, that of the cell
 *       before that (of the stem, where there is none). {@link Align} says what becomes of an input
 *       of another width or size.
 *   <li>A node sums one operation on each of its predecessors; operations on the inputs of a
 *       reduction cell have stride 2. In cells of {@link Wiring.Free} nodes have the operations.
 *   <li>Over images the last cell's output passes batch norm and ReLU before the head, as in
 *       NAS-Bench-201, unless the space says otherwise. The logits are a dense layer with bias on
 *       the head's vector.
 * </ul>
 *
 * <p>Operation {@code zero}, or a choice of edges, may cut the output off from the input, and edges
 * may be more than a cell may have. Such architectures are counted by {@link #size} and refused by
 * {@link #expand}; {@link #sample}, {@link #mutate}, {@link #cross} and {@link #neighbours} never
 * give one.
 */
public final class CellSpace extends DecidedSpace {
  private static final int MOST_TRIES = 1_000;
  private static final String CUT_OFF =
      "the output is cut off from the input; some cell is fed by zero only";

  private final CellSpaceSpec spec;
  private final Shape input;
  private final OperationRegistry operations;
  private final Genotype genotype;
  private final String hash;

  private CellSpace(
      CellSpaceSpec spec, Shape input, OperationRegistry operations, Genotype genotype) {
    super(genotype.decisions());
    this.spec = spec;
    this.input = input;
    this.operations = operations;
    this.genotype = genotype;
    this.hash = operations.hash(spec.hash(), spec.operations());
  }

  /** A space over the standard operations; see {@link #of(CellSpaceSpec, OperationRegistry)}. */
  public static CellSpace of(CellSpaceSpec spec) {
    return of(spec, OperationRegistry.standard());
  }

  /**
   * The space that a description describes.
   *
   * @throws ConfigException with all mistakes: input or outputs not bound, unknown operations, ones
   *     that do not take the kind of input, more reductions than the image has room for
   */
  public static CellSpace of(CellSpaceSpec spec, OperationRegistry operations) {
    Faults faults = new Faults();
    Shape input = spec.input();
    spec.data().requireBound(faults);
    new StructureCheck(spec, faults).run();
    faults.check();
    new OperationCheck(spec, operations, faults).run();
    faults.check();
    return new CellSpace(spec, Objects.requireNonNull(input), operations, new Genotype(spec));
  }

  /** What the space was made from. */
  public CellSpaceSpec spec() {
    return spec;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public String hash() {
    return hash;
  }

  /**
   * Draws every open decision uniformly, until the network has a path from input to output. Where
   * next to no draw has one, cells that have none are drawn again one by one: that is uniform too
   * where cells have one input and are as many in every network.
   */
  @Override
  public Architecture sample(RandomGenerator random) {
    return firstSound(() -> decided().sample(random)).orElseGet(() -> sampleCells(random));
  }

  private Architecture sampleCells(RandomGenerator random) {
    Architecture drawn = decided().sample(random);
    for (String cell : genotype.cells(drawn).keySet()) {
      for (int i = 0; !carries(drawn, cell); i++) {
        if (i == MOST_TRIES) {
          throw new NetworkException(
              "cell '%s' of space %s was drawn %s times and never leads from input to output"
                  .formatted(cell, name(), MOST_TRIES));
        }
        drawn = decided().redraw(drawn, decision -> decision.name().startsWith(cell + "."), random);
      }
    }
    return drawn;
  }

  private boolean carries(Architecture architecture, String cell) {
    CellPlan plan = genotype.cells(architecture).get(cell);
    return plan != null && plan.fault().isEmpty() && plan.carries(true, true);
  }

  @Override
  public Architecture mutate(
      Architecture architecture, Predicate<Decision> which, RandomGenerator random) {
    return firstSound(() -> decided().mutate(architecture, which, random))
        .orElseGet(
            () -> {
              ImmutableList<Architecture> neighbours = neighbours(architecture);
              return neighbours.isEmpty()
                  ? architecture
                  : neighbours.get(random.nextInt(neighbours.size()));
            });
  }

  @Override
  public Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random) {
    return firstSound(() -> decided().cross(first, second, crossover, random))
        .orElseGet(() -> decided().check(first));
  }

  /** Neighbours that {@link #expand} takes; so a space with {@code zero} may give fewer. */
  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return decided().neighbours(architecture).stream()
        .filter(this::isSound)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public Network expand(Architecture architecture) {
    Architecture checked = check(architecture);
    ImmutableMap<String, CellPlan> plans = genotype.cells(checked);
    fault(checked, plans)
        .ifPresent(
            fault -> {
              throw refused(checked, fault);
            });
    Network network = new Expansion(spec, input, operations, genotype, checked, plans).run();
    if (!isConnected(network)) {
      throw refused(checked, CUT_OFF);
    }
    return network;
  }

  /** A kind of cell, which must be there. */
  CellSpec cell(String cell) {
    CellSpec found = spec.cells().get(cell);
    if (found == null) {
      throw new IllegalArgumentException(
          "space %s has no cell '%s'; it has %s"
              .formatted(name(), cell, String.join(", ", spec.cells().keySet())));
    }
    return found;
  }

  /** What an architecture makes of a cell whose places share their decisions. */
  CellPlan plan(String cell, Architecture architecture) {
    CellPlan plan = genotype.cells(check(architecture)).get(cell);
    if (plan == null) {
      throw new IllegalArgumentException(
          "space %s has no cell '%s' that shares its decisions; it has %s"
              .formatted(name(), cell, String.join(", ", spec.cells().keySet())));
    }
    return plan;
  }

  private NetworkException refused(Architecture architecture, String fault) {
    return new NetworkException(
        "architecture %s of space %s: %s".formatted(architecture, name(), fault));
  }

  @Override
  public Drawing drawing(Architecture architecture) {
    return new CellDrawing(spec, genotype).of(check(architecture));
  }

  /** What keeps a network from being built, if anything does; without building it. */
  private Optional<String> fault(Architecture architecture) {
    return fault(architecture, genotype.cells(architecture));
  }

  private Optional<String> fault(Architecture architecture, ImmutableMap<String, CellPlan> plans) {
    for (CellPlan plan : plans.values()) {
      Optional<String> fault = plan.fault();
      if (fault.isPresent()) {
        return fault;
      }
    }
    boolean current = true;
    boolean previous = true;
    for (int stage = 0; stage < spec.stages().size(); stage++) {
      for (int i = 0; i < genotype.repeat(architecture, stage); i++) {
        CellPlan plan = plans.get(genotype.place(stage, i));
        boolean output = plan != null && plan.carries(current, previous);
        previous = current;
        current = output;
      }
    }
    return current ? Optional.empty() : Optional.of(CUT_OFF);
  }

  private boolean isSound(Architecture architecture) {
    return fault(architecture).isEmpty();
  }

  /** Sees also operations of a user's own that give zeros. */
  private static boolean isConnected(Network network) {
    boolean[] reached = new boolean[network.nodes().size()];
    for (Node node : network.nodes()) {
      reached[node.id()] = node.id() == 0;
      for (int id : node.inputs()) {
        reached[node.id()] |= reached[id];
      }
    }
    return reached[reached.length - 1];
  }

  private Optional<Architecture> firstSound(Supplier<Architecture> draws) {
    return Stream.generate(draws).limit(MOST_TRIES).filter(this::isSound).findFirst();
  }
}
