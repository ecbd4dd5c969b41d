package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Add;
import dev.espalier.network.Concat;
import dev.espalier.network.Network;
import dev.espalier.network.Truncate;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a cell whose operations are on its nodes, as NAS-Bench-101 (Ying et al. 2019, section 2.2
 * and its code) does. Used once.
 *
 * <p>The nodes that the output reads are put side by side, so they share its channels: each has an
 * equal part, the first ones one more where it does not come out even. Any other node is as wide as
 * the widest one that reads it. A node sums what it reads, the first channels of what is wider. The
 * input is read through a 1x1 convolution with batch norm and ReLU, by the output too, to which it
 * is added.
 */
final class FreeCell {
  private static final String PROJECTION = "conv_bn_relu_1x1";

  private final Network.Builder network;
  private final OperationRegistry operations;
  private final String key;
  private final CellPlan plan;
  private final int width;
  private final int[] widths;
  private final Map<String, Integer> ids = new HashMap<>();

  FreeCell(
      Network.Builder network, OperationRegistry operations, String key, CellPlan plan, int width) {
    this.network = network;
    this.operations = operations;
    this.key = key;
    this.plan = plan;
    this.width = width;
    this.widths = widths(plan, width);
  }

  /** Adds it; returns the id of its output. */
  int add(int input) {
    ids.put(CellPlan.input(0), input);
    for (int i = 0; i < plan.nodes().size(); i++) {
      if (!plan.nodes().get(i).isEmpty()) {
        addNode(i);
      }
    }
    List<Integer> beside = new ArrayList<>();
    for (String source : plan.merged()) {
      if (!CellPlan.isInput(source)) {
        beside.add(id(source));
      }
    }
    boolean readsInput = beside.size() < plan.merged().size();
    if (beside.isEmpty()) {
      return project("out", width);
    }
    int joined =
        beside.size() == 1 ? beside.get(0) : network.add(key + ".out.concat", new Concat(), beside);
    return readsInput
        ? network.add(key + ".out.add", new Add(), joined, project("out", width))
        : joined;
  }

  private void addNode(int index) {
    String node = CellPlan.node(index);
    int features = widths[index];
    ImmutableList.Builder<Integer> terms = ImmutableList.builder();
    for (CellPlan.Edge edge : plan.nodes().get(index)) {
      String source = edge.source();
      terms.add(
          CellPlan.isInput(source)
              ? project(node, features)
              : truncate(key + "." + node + "." + source, id(source), features));
    }
    ImmutableList<Integer> read = terms.build();
    int sum =
        read.size() == 1 ? read.get(0) : network.add(key + "." + node + ".add", new Add(), read);
    Operation operation = operations.get(plan.ops().get(index));
    ids.put(
        node, operation.add(network, key + "." + node + "." + operation.id(), sum, features, 1));
  }

  private int project(String node, int features) {
    return operations
        .get(PROJECTION)
        .add(
            network,
            key + "." + node + "." + CellPlan.input(0),
            id(CellPlan.input(0)),
            features,
            1);
  }

  private int truncate(String place, int input, int features) {
    return network.shape(input).features() == features
        ? input
        : network.add(place + ".truncate", new Truncate(features), input);
  }

  private static int[] widths(CellPlan plan, int width) {
    int[] widths = new int[plan.nodes().size()];
    Set<String> merged = new HashSet<>(plan.merged());
    merged.remove(CellPlan.input(0));
    int parts = merged.size();
    int given = 0;
    for (int i = 0; i < widths.length; i++) {
      if (merged.contains(CellPlan.node(i))) {
        widths[i] = width / parts + (given < width % parts ? 1 : 0);
        given++;
      }
    }
    for (int i = widths.length - 1; i >= 0; i--) {
      if (!merged.contains(CellPlan.node(i))) {
        String node = CellPlan.node(i);
        for (int reader = i + 1; reader < widths.length; reader++) {
          if (plan.nodes().get(reader).contains(CellPlan.Edge.plain(node))) {
            widths[i] = Math.max(widths[i], widths[reader]);
          }
        }
      }
    }
    return widths;
  }

  private int id(String source) {
    Integer id = ids.get(source);
    if (id == null) {
      throw new IllegalStateException("'%s' is read before it is there".formatted(source));
    }
    return id;
  }
}
