package dev.espalier.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reduces a declared network to what is computed in the end.
 *
 * <p>Forwards, every node either is all zeros, or stands for another node that computes the same,
 * or for itself. What is fed only by zeros counts as zero, whether it has weights or not: an edge
 * that is not there has no bias either. Additions drop zeros; concatenations keep them in their
 * place. Backwards, what does not reach the output is dropped.
 */
final class LiveNetwork {
  private static final int ZERO = -1;

  private final Network declared;

  /** For each declared node, the node that computes the same, or {@link #ZERO}. */
  private final int[] standsFor;

  /** For each node that stands for itself, the declared ids that it reads in the end. */
  private final List<List<Integer>> reads = new ArrayList<>();

  private LiveNetwork(Network declared) {
    this.declared = declared;
    this.standsFor = new int[declared.nodes().size()];
    for (Node node : declared.nodes()) {
      reads.add(List.of());
      standsFor[node.id()] = node.layer().accept(new Reduction(node));
    }
  }

  static Network of(Network declared) {
    LiveNetwork reduction = new LiveNetwork(declared);
    Node end = declared.output();
    int output = reduction.standsFor[end.id()];
    if (output == ZERO) {
      throw new NetworkException(
          "output %s (%s) does not depend on the input: every path to it passes a zero"
              .formatted(end.key(), end.layer()));
    }
    Network live = reduction.rebuild(reduction.reaching(output));
    return live.equals(declared) ? declared : live;
  }

  private boolean isZero(int id) {
    return standsFor[id] == ZERO;
  }

  /** Nodes from which there is a path to the output, which is the last of them. */
  private BitSet reaching(int output) {
    BitSet alive = new BitSet();
    alive.set(output);
    for (int id = output; id >= 0; id = alive.previousSetBit(id - 1)) {
      for (int input : reads.get(id)) {
        if (!isZero(input)) {
          alive.set(standsFor[input]);
        }
      }
    }
    return alive;
  }

  private Network rebuild(BitSet alive) {
    Network.Builder builder = Network.builder(declared.inputShape());
    Map<Integer, Integer> ids = new HashMap<>(Map.of(0, 0));
    Zeros zeros = new Zeros(builder);
    for (int id = alive.nextSetBit(1); id >= 0; id = alive.nextSetBit(id + 1)) {
      Node node = declared.node(id);
      List<Integer> inputs = new ArrayList<>();
      for (int input : reads.get(id)) {
        inputs.add(isZero(input) ? zeros.leaf(input) : ids.get(standsFor[input]));
      }
      if (node.layer().commutative()) {
        inputs.sort(null);
      }
      ids.put(id, builder.add(node.key(), node.layer(), inputs));
    }
    return builder.build();
  }

  /** The zeros that concatenations keep: one leaf a shape, so that no two differ only in origin. */
  private final class Zeros {
    private final Network.Builder builder;
    private final Map<Shape, Integer> leaves = new HashMap<>();
    private final Set<String> keys = new HashSet<>();

    Zeros(Network.Builder builder) {
      this.builder = builder;
      declared.nodes().forEach(node -> keys.add(node.key()));
    }

    int leaf(int replaced) {
      Node node = declared.node(replaced);
      return leaves.computeIfAbsent(
          node.shape(), shape -> builder.add(key(node), new Zero(shape), List.of()));
    }

    /** A declared zero keeps its key, which makes the live network of a live network itself. */
    private String key(Node node) {
      if (node.layer() instanceof Zero) {
        return node.key();
      }
      String key = node.key() + ".zero";
      while (!keys.add(key)) {
        key += ".zero";
      }
      return key;
    }
  }

  /** What a node stands for, given what its inputs stand for. */
  private final class Reduction implements Layer.Visitor<Integer> {
    private final Node node;

    Reduction(Node node) {
      this.node = node;
    }

    private int itself(List<Integer> inputs) {
      reads.set(node.id(), inputs);
      return node.id();
    }

    private int unlessFedByZero() {
      return isZero(node.inputs().get(0)) ? ZERO : itself(node.inputs());
    }

    @Override
    public Integer input(Input layer) {
      return node.id();
    }

    @Override
    public Integer zero(Zero layer) {
      return ZERO;
    }

    @Override
    public Integer identity(Identity layer) {
      return standsFor[node.inputs().get(0)];
    }

    @Override
    public Integer add(Add layer) {
      List<Integer> terms = node.inputs().stream().filter(input -> !isZero(input)).toList();
      return switch (terms.size()) {
        case 0 -> ZERO;
        case 1 -> standsFor[terms.get(0)];
        default -> itself(terms);
      };
    }

    @Override
    public Integer concat(Concat layer) {
      if (node.inputs().size() == 1) {
        return standsFor[node.inputs().get(0)];
      }
      return node.inputs().stream().allMatch(LiveNetwork.this::isZero)
          ? ZERO
          : itself(node.inputs());
    }

    @Override
    public Integer conv2d(Conv2d layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer conv1d(Conv1d layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer batchNorm(BatchNorm layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer activation(Activation layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer pool2d(Pool2d layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer globalPool(GlobalPool layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer embedding(Embedding layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer recurrent(Recurrent layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer dagRecurrent(DagRecurrent layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer layerNorm(LayerNorm layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer selfAttention(SelfAttention layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer positionalEncoding(PositionalEncoding layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer lastStep(LastStep layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer dense(Dense layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer dropout(Dropout layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer flatten(Flatten layer) {
      return unlessFedByZero();
    }
  }
}
