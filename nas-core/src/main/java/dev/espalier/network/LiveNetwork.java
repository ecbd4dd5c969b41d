package dev.espalier.network;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reduces a declared network to what is computed in the end.
 *
 * <p>Forwards, every node either is all zeros, or stands for another node that computes the same,
 * or for itself. What is fed only by zeros counts as zero, whether it has weights or not: an edge
 * that is not there has no bias either. Additions drop zeros; concatenations keep them in their
 * place. Backwards, what does not reach the output is dropped. Last, a sum that only another sum
 * reads becomes part of it.
 */
final class LiveNetwork {
  private static final int ZERO = -1;

  private final Network declared;

  /** For each declared node, the node that computes the same, or {@link #ZERO}. */
  private final int[] standsFor;

  /** For each node that stands for itself, the declared ids that it reads in the end. */
  private final List<List<Integer>> reads;

  private LiveNetwork(Network declared) {
    this.declared = declared;
    this.standsFor = new int[declared.nodes().size()];
    this.reads = new ArrayList<>(standsFor.length);
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
    BitSet alive = reduction.reaching(output);
    reduction.joinAdditions(alive);
    Network live = reduction.rebuild(alive);
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

  /** A sum that one other sum reads, and nothing else, is a part of that. */
  private void joinAdditions(BitSet alive) {
    int[] readers = new int[standsFor.length];
    for (int id = alive.nextSetBit(0); id >= 0; id = alive.nextSetBit(id + 1)) {
      for (int input : reads.get(id)) {
        if (!isZero(input)) {
          readers[standsFor[input]]++;
        }
      }
    }
    for (int id = alive.nextSetBit(0); id >= 0; id = alive.nextSetBit(id + 1)) {
      if (declared.node(id).layer() instanceof Add) {
        List<Integer> terms = new ArrayList<>();
        for (int input : reads.get(id)) {
          int term = standsFor[input];
          if (readers[term] == 1 && declared.node(term).layer() instanceof Add) {
            terms.addAll(reads.get(term));
            alive.clear(term);
          } else {
            terms.add(input);
          }
        }
        reads.set(id, terms);
      }
    }
  }

  private Network rebuild(BitSet alive) {
    ImmutableList.Builder<Node> nodes = ImmutableList.builder();
    nodes.add(declared.node(0));
    int[] ids = new int[declared.nodes().size()];
    int size = 1;
    Zeros zeros = new Zeros();
    for (int id = alive.nextSetBit(1); id >= 0; id = alive.nextSetBit(id + 1)) {
      Node node = declared.node(id);
      List<Integer> read = reads.get(id);
      int[] inputs = new int[read.size()];
      for (int i = 0; i < inputs.length; i++) {
        if (isZero(read.get(i))) {
          Optional<Node> leaf = zeros.newLeaf(read.get(i), size);
          leaf.ifPresent(nodes::add);
          size += leaf.isPresent() ? 1 : 0;
          inputs[i] = zeros.id(read.get(i));
        } else {
          inputs[i] = ids[standsFor[read.get(i)]];
        }
      }
      if (node.layer().commutative()) {
        Arrays.sort(inputs);
      }
      ids[id] = size;
      nodes.add(
          new Node(
              size++,
              node.key(),
              node.layer().canonical(),
              Node.ids(Ints.asList(inputs)),
              node.shape(),
              cost(node, read)));
    }
    return Network.ofChecked(nodes.build());
  }

  /** What a node costs once it reads fewer inputs; their shapes do not change. */
  private Cost cost(Node node, List<Integer> read) {
    return read.size() == node.inputs().size()
        ? node.cost()
        : node.layer()
            .cost(read.stream().map(id -> declared.node(id).shape()).toList(), node.shape());
  }

  /** The zeros that concatenations keep: one leaf a shape, so that no two differ only in origin. */
  private final class Zeros {
    private final Map<Shape, Integer> leaves = new HashMap<>();
    private final Set<String> keys = new HashSet<>();

    /** A leaf in the place of a zero, if there is none of its shape yet. */
    Optional<Node> newLeaf(int replaced, int id) {
      Node node = declared.node(replaced);
      if (leaves.putIfAbsent(node.shape(), id) != null) {
        return Optional.empty();
      }
      Zero zero = new Zero(node.shape());
      Cost cost = zero.cost(List.of(), node.shape());
      return Optional.of(new Node(id, key(node), zero, ImmutableList.of(), node.shape(), cost));
    }

    int id(int replaced) {
      return leaves.getOrDefault(declared.node(replaced).shape(), 0);
    }

    /** A declared zero keeps its key, which makes the live network of a live network itself. */
    private String key(Node node) {
      if (node.layer() instanceof Zero) {
        return node.key();
      }
      if (keys.isEmpty()) {
        declared.nodes().forEach(declaredNode -> keys.add(declaredNode.key()));
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

    private List<Integer> nonZero(List<Integer> inputs) {
      for (int input : inputs) {
        if (isZero(input)) {
          return inputs.stream().filter(each -> !isZero(each)).toList();
        }
      }
      return inputs;
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
      List<Integer> terms = nonZero(node.inputs());
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

    /** What is scaled by nothing, or nothing scaled, is nothing. */
    @Override
    public Integer channelScale(ChannelScale layer) {
      return node.inputs().stream().anyMatch(LiveNetwork.this::isZero)
          ? ZERO
          : itself(node.inputs());
    }

    @Override
    public Integer truncate(Truncate layer) {
      return unlessFedByZero();
    }

    @Override
    public Integer shift(Shift layer) {
      return unlessFedByZero();
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
    public Integer pool1d(Pool1d layer) {
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
    public Integer weightedAttention(WeightedAttention layer) {
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

    @Override
    public Integer sequenceToImage(SequenceToImage layer) {
      return unlessFedByZero();
    }
  }
}
