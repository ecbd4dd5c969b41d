package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Dense;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Projection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Builds the network of one architecture. Used once.
 *
 * <p>Weight keys say the place, not the order: {@code s1.c0.n2.i0.conv_3x3.conv} is the convolution
 * of operation {@code conv_3x3} on the edge from input 0 to node 2 of the first cell of stage 1. So
 * two architectures share a key exactly where they do the same in the same place.
 */
final class Expansion {
  private static final String PREPROCESS = "factorized_reduce";

  private final CellSpaceSpec spec;
  private final OperationRegistry operations;
  private final Genotype genotype;
  private final Architecture architecture;
  private final ImmutableMap<String, CellPlan> plans;
  private final Network.Builder network;
  private int width;

  Expansion(
      CellSpaceSpec spec,
      Shape input,
      OperationRegistry operations,
      Genotype genotype,
      Architecture architecture,
      ImmutableMap<String, CellPlan> plans) {
    this.spec = spec;
    this.operations = operations;
    this.genotype = genotype;
    this.architecture = architecture;
    this.plans = plans;
    this.network = Network.builder(input);
    this.width = genotype.channels(architecture);
  }

  /**
   * Builds it.
   *
   * @throws NetworkException if an operation does not do what its role asks, naming its place
   */
  Network run() {
    int current = apply(() -> "the stem", "stem", spec.stem(), 0, spec.stemStride());
    int previous = current;
    for (int stage = 0; stage < spec.stages().size(); stage++) {
      for (int i = 0; i < genotype.repeat(architecture, stage); i++) {
        CellPlan plan = plan(genotype.place(stage, i));
        width = genotype.width(architecture, stage, width);
        String key = "s" + stage + ".c" + i;
        int output =
            plan.spec().isFree()
                ? new FreeCell(network, operations, key, plan, width).add(current)
                : addCell(key, plan, current, previous);
        previous = current;
        current = output;
      }
    }
    return head(current);
  }

  private CellPlan plan(String name) {
    CellPlan plan = plans.get(name);
    if (plan == null) {
      throw new IllegalStateException("cell '%s' is read and was not planned".formatted(name));
    }
    return plan;
  }

  private int addCell(String key, CellPlan plan, int current, int previous) {
    Map<String, Integer> ids = new HashMap<>();
    Align align = plan.spec().align();
    ids.put(CellPlan.input(0), align(align, key + ".i0", current, current));
    if (plan.spec().inputs() == 2) {
      ids.put(CellPlan.input(1), align(align, key + ".i1", previous, current));
    }
    for (int i = 0; i < plan.nodes().size(); i++) {
      String node = CellPlan.node(i);
      String nodeKey = key + "." + node;
      ImmutableList.Builder<Integer> terms = ImmutableList.builder();
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        int stride = CellPlan.isInput(edge.source()) ? plan.spec().stride() : 1;
        int source = id(ids, edge.source());
        String edgeKey = nodeKey + "." + edge.source() + "." + edge.op();
        Supplier<String> place =
            () ->
                "cell '%s' (%s), the edge from %s to %s"
                    .formatted(plan.name(), key, edge.source(), node);
        int term = apply(place, edgeKey, edge.op(), source, stride);
        checkShape(
            place, edge.op(), term, shrunk(network.shape(source), stride).withFeatures(width));
        terms.add(term);
      }
      ids.put(node, sum(nodeKey + ".add", terms.build()));
    }
    return merge(key, plan, ids);
  }

  private int merge(String key, CellPlan plan, Map<String, Integer> ids) {
    ImmutableList<Integer> merged =
        plan.merged().stream().map(node -> id(ids, node)).collect(ImmutableList.toImmutableList());
    if (plan.spec().merge() == Merge.ADD || merged.size() == 1) {
      return sum(key + ".out.add", merged);
    }
    int joined = network.add(key + ".out.concat", new Concat(), merged);
    return plan.spec().merge() == Merge.CONCAT_WIDE
        ? joined
        : Projection.add(network, key + ".out", joined, width, 1);
  }

  private int sum(String key, ImmutableList<Integer> terms) {
    return terms.size() == 1 ? terms.get(0) : network.add(key, new Add(), terms);
  }

  /** An input of the cell's width, and of the size of the cell before it. */
  private int align(Align align, String key, int input, int like) {
    boolean larger =
        !network.shape(input).withFeatures(1).equals(network.shape(like).withFeatures(1));
    int stride = larger ? 2 : 1;
    return switch (align) {
      case NONE -> input;
      case PROJECT -> Projection.addIfNeeded(network, key, input, width, stride);
      case PREPROCESS -> operations.get(PREPROCESS).add(network, key, input, width, stride);
    };
  }

  /**
   * The last cell ends in a linear layer or a sum of such, so a head over images or sequences
   * begins here.
   */
  private Network head(int output) {
    int x = output;
    if (spec.norm() && !(network.shape(x) instanceof Shape.Vector)) {
      x =
          network.shape(x) instanceof Shape.Image
              ? network.add("last.bn", new BatchNorm(), x)
              : network.add("last.ln", new LayerNorm(), x);
      x = network.add("last.relu", Activation.relu(), x);
    }
    x = operations.get(spec.head()).add(network, "head", x, width, 1);
    network.add("logits", Dense.of(spec.outputs()), x);
    return network.build();
  }

  private int apply(Supplier<String> place, String key, String op, int input, int stride) {
    Operation operation = operations.get(op);
    try {
      return operation.add(network, key, input, width, stride);
    } catch (NetworkException cause) {
      NetworkException placed =
          new NetworkException(
              "%s, operation %s: %s".formatted(place.get(), op, cause.getMessage()));
      placed.initCause(cause);
      throw placed;
    }
  }

  /** Catches operations of users' own that break their role, before their sum fails. */
  private void checkShape(Supplier<String> place, String op, int id, Shape expected) {
    Shape actual = network.shape(id);
    if (!actual.equals(expected)) {
      throw new NetworkException(
          "%s, operation %s: must give the shape %s, gave %s"
              .formatted(place.get(), op, expected, actual));
    }
  }

  private static Shape shrunk(Shape shape, int stride) {
    return shape instanceof Shape.Image image
        ? new Shape.Image(
            image.channels(),
            (image.height() + stride - 1) / stride,
            (image.width() + stride - 1) / stride)
        : shape;
  }

  private static int id(Map<String, Integer> ids, String source) {
    Integer id = ids.get(source);
    if (id == null) {
      throw new IllegalStateException("'%s' is read before it is there".formatted(source));
    }
    return id;
  }
}
