package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.config.ConfigException;
import dev.espalier.spaces.config.Faults;
import dev.espalier.spaces.op.OperationRegistry;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A search space of networks made of cells.
 *
 * <ul>
 *   <li>The stem has {@code channels} features; each reduction cell multiplies them by {@code
 *       widen} and halves the image.
 *   <li>A cell reads {@code i0}, the output of the cell before it, and {@code i1}, that of the cell
 *       before that (of the stem, where there is none). An input of another width or size passes a
 *       1x1 convolution with batch norm first, or a dense layer.
 *   <li>A node sums one operation on each of its predecessors; operations on the inputs of a
 *       reduction cell have stride 2.
 *   <li>Over images the last cell's output passes batch norm and ReLU before the head, as in
 *       NAS-Bench-201. The logits are a dense layer with bias on the head's vector.
 * </ul>
 *
 * <p>Operation {@code zero} may cut the output off from the input. Such architectures are counted
 * by {@link #size} and refused by {@link #expand}; {@link #sample}, {@link #mutate}, {@link #cross}
 * and {@link #neighbours} never give one.
 */
public final class CellSpace implements NetworkSpace {
  private static final int MOST_TRIES = 1_000;

  private final CellSpaceSpec spec;
  private final Shape input;
  private final OperationRegistry operations;
  private final Genotype genotype;
  private final DecisionSpace decisions;
  private final String hash;

  private CellSpace(CellSpaceSpec spec, Shape input, OperationRegistry operations) {
    this.spec = spec;
    this.input = input;
    this.operations = operations;
    this.genotype = new Genotype(spec);
    this.decisions = genotype.decisions();
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
    return new CellSpace(spec, Objects.requireNonNull(input), operations);
  }

  /** What the space was made from. */
  public CellSpaceSpec spec() {
    return spec;
  }

  @Override
  public ImmutableList<Decision> decisions() {
    return decisions.decisions();
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public BigInteger size() {
    return decisions.size();
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return firstConnected(() -> decisions.sample(random))
        .orElseThrow(
            () ->
                new NetworkException(
                    "%d architectures drawn from space %s all cut the output off from the input; use fewer operations like zero"
                        .formatted(MOST_TRIES, name())));
  }

  @Override
  public Architecture mutate(Architecture architecture, RandomGenerator random) {
    return firstConnected(() -> decisions.mutate(architecture, random))
        .orElseGet(
            () -> {
              ImmutableList<Architecture> neighbours = neighbours(architecture);
              return neighbours.isEmpty()
                  ? architecture
                  : neighbours.get(random.nextInt(neighbours.size()));
            });
  }

  @Override
  public Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    return firstConnected(() -> decisions.cross(first, second, random))
        .orElseGet(() -> decisions.check(first));
  }

  /** Neighbours that are connected; so a space with {@code zero} may give fewer than decisions. */
  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return decisions.neighbours(architecture).stream()
        .filter(this::isConnected)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public double[] encode(Architecture architecture) {
    return decisions.encode(architecture);
  }

  @Override
  public Architecture check(Architecture architecture) {
    return decisions.check(architecture);
  }

  @Override
  public Network expand(Architecture architecture) {
    Network network = build(architecture);
    if (!isConnected(network)) {
      throw new NetworkException(
          "architecture %s of space %s cuts the output off from the input; some cell is fed by zero only"
              .formatted(architecture, name()));
    }
    return network;
  }

  @Override
  public Drawing drawing(Architecture architecture) {
    return new CellDrawing(spec, genotype).of(check(architecture));
  }

  private Network build(Architecture architecture) {
    return new Expansion(spec, input, operations, genotype, check(architecture)).run();
  }

  private boolean isConnected(Architecture architecture) {
    return isConnected(build(architecture));
  }

  private static boolean isConnected(Network network) {
    boolean[] reached = new boolean[network.nodes().size()];
    for (Node node : network.nodes()) {
      reached[node.id()] = node.id() == 0 || node.inputs().stream().anyMatch(id -> reached[id]);
    }
    return reached[reached.length - 1];
  }

  private Optional<Architecture> firstConnected(Supplier<Architecture> draws) {
    return Stream.generate(draws).limit(MOST_TRIES).filter(this::isConnected).findFirst();
  }
}
