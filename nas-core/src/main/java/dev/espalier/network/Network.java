package dev.espalier.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An immutable graph of typed layers with inferred shapes and exact costs: the hub of the
 * framework. It has one input and one output (the logits of a classifier, the values of a
 * regression), and it loads, costs, hashes and trains without the search space that made it.
 *
 * <p>Thread-safe.
 */
public final class Network {
  private final ImmutableList<Node> nodes;
  private final Cost declaredCost;
  private final Supplier<Network> live = Suppliers.memoize(() -> LiveNetwork.of(this));
  private final Supplier<String> hash = Suppliers.memoize(() -> CanonicalHash.of(live.get()));

  private Network(ImmutableList<Node> nodes, Cost declaredCost) {
    this.nodes = nodes;
    this.declaredCost = declaredCost;
  }

  /** Starts a network whose node 0, keyed {@code "input"}, takes examples of this shape. */
  public static Builder builder(Shape input) {
    return new Builder(input);
  }

  /** A network of nodes that were checked before, with ids that count up. */
  static Network ofChecked(ImmutableList<Node> nodes) {
    Cost cost = Cost.NONE;
    for (Node node : nodes) {
      cost = cost.plus(node.cost());
    }
    return new Network(nodes, cost);
  }

  /** All declared layers in topological order; the first is the input, the last the output. */
  public ImmutableList<Node> nodes() {
    return nodes;
  }

  public Node node(int id) {
    return nodes.get(id);
  }

  public Shape inputShape() {
    return nodes.get(0).shape();
  }

  public Node output() {
    return nodes.get(nodes.size() - 1);
  }

  /**
   * What is computed in the end: layers that do not reach the output or are fed only by zeros are
   * dropped, identities contracted, additions of nothing skipped, and a sum that only another sum
   * reads becomes part of that. Nodes keep their keys. A concatenation keeps its place for what is
   * all zeros, as a {@link Zero} without inputs. The live network of a live network is itself.
   *
   * @throws NetworkException if the output does not depend on the input
   */
  public Network live() {
    return live.get();
  }

  /**
   * Exact cost of the live network.
   *
   * @throws NetworkException if the output does not depend on the input
   */
  public Cost cost() {
    return live.get().declaredCost();
  }

  /**
   * Layers with weights on the longest path from input to output of the live network. A layer of
   * several steps, such as attention or a recurrent cell, counts once.
   *
   * @throws NetworkException if the output does not depend on the input
   */
  public int depth() {
    return live.get().longestPath();
  }

  private int longestPath() {
    int[] depths = new int[nodes.size()];
    for (Node node : nodes) {
      int before = node.inputs().stream().mapToInt(input -> depths[input]).max().orElse(0);
      depths[node.id()] = before + (node.cost().params() > 0 ? 1 : 0);
    }
    return depths[output().id()];
  }

  /** Cost of every declared layer, dead ones included, as published tables count. */
  public Cost declaredCost() {
    return declaredCost;
  }

  /**
   * SHA-256, in hex, of the live network up to isomorphism: keys, node order and the order of
   * commutative inputs do not matter; layers, shapes and sharing of results do.
   *
   * @throws NetworkException if the output does not depend on the input
   */
  public String canonicalHash() {
    return hash.get();
  }

  /**
   * The nodes of the live network in an order that its structure alone decides: where two networks
   * have one {@link #canonicalHash}, the n-th nodes of both have equal layers and correspond, so
   * that weights may go from one to the other.
   *
   * @throws NetworkException if the output does not depend on the input
   */
  public ImmutableList<Node> canonicalNodes() {
    return CanonicalHash.nodes(live.get());
  }

  /**
   * SHA-256, in hex, of the network exactly as declared: all nodes in order, dead ones included,
   * with their keys. Equal for equal networks; what {@link #canonicalHash} overlooks, it sees.
   */
  public String declaredHash() {
    return CanonicalText.hash(CanonicalText.declared(this));
  }

  /** Same declared nodes in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && nodes.equals(network.nodes);
  }

  @Override
  public int hashCode() {
    return nodes.hashCode();
  }

  @Override
  public String toString() {
    return "Network[%s nodes, %s -> %s]".formatted(nodes.size(), inputShape(), output().shape());
  }

  /** Adds layers one by one, each checked as it is added. Not thread-safe. */
  public static final class Builder {
    /** Room for a network of usual size, so that it need not grow. */
    private static final int MANY = 512;

    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> keys = new HashSet<>(MANY);
    private Cost cost = Cost.NONE;

    private Builder(Shape input) {
      add("input", new Input(input), List.of());
    }

    /** Adds a layer that reads the nodes of the given ids; returns its own id. */
    public int add(String key, Layer layer, int... inputs) {
      return add(key, layer, Ints.asList(inputs));
    }

    /**
     * Adds a layer.
     *
     * @param key positional weight key, unique in the network
     * @param inputs ids of nodes added before
     * @return the new node's id
     * @throws NetworkException if the key is empty or taken, an input unknown or of a shape that
     *     the layer does not take, the layer a second {@link Input}, or the cost overflows
     */
    public int add(String key, Layer layer, List<Integer> inputs) {
      if (key.isBlank()) {
        throw new NetworkException("key '%s' of %s must not be blank".formatted(key, layer));
      }
      if (keys.contains(key)) {
        throw new NetworkException(
            "key '%s' (%s) is taken; keys must be unique".formatted(key, layer));
      }
      int id = nodes.size();
      if (layer instanceof Input && id > 0) {
        throw new NetworkException(
            "%s (%s): a network has one input, the node keyed 'input'".formatted(key, layer));
      }
      for (int input : inputs) {
        if (input < 0 || input >= id) {
          throw new NetworkException(
              "%s (%s) reads node %s, which is not one of the %s added before it"
                  .formatted(key, layer, input, id));
        }
      }
      ImmutableList<Shape> shapes = shapes(inputs);
      try {
        Shape shape = layer.output(shapes);
        Cost added = layer.cost(shapes, shape);
        cost = cost.plus(added);
        nodes.add(new Node(id, key, layer, Node.ids(inputs), shape, added));
        keys.add(key);
      } catch (IllegalArgumentException | ArithmeticException cause) {
        throw new NetworkException(key, layer, cause);
      }
      return id;
    }

    private ImmutableList<Shape> shapes(List<Integer> inputs) {
      if (inputs.size() == 1) {
        return ImmutableList.of(nodes.get(inputs.get(0)).shape());
      }
      ImmutableList.Builder<Shape> shapes = ImmutableList.builderWithExpectedSize(inputs.size());
      for (int input : inputs) {
        shapes.add(nodes.get(input).shape());
      }
      return shapes.build();
    }

    /** Output shape of a node added before. */
    public Shape shape(int id) {
      return nodes.get(id).shape();
    }

    /** A node added before that applies this layer to this one input, if there is one. */
    public OptionalInt find(Layer layer, int input) {
      return nodes.stream()
          .skip(input + 1L)
          .filter(
              node -> node.inputs().equals(Node.ids(List.of(input))) && node.layer().equals(layer))
          .mapToInt(Node::id)
          .findFirst();
    }

    /** A node added before. */
    public Node node(int id) {
      return nodes.get(id);
    }

    /** Ends the network; its output is the node added last. */
    public Network build() {
      return new Network(ImmutableList.copyOf(nodes), cost);
    }
  }
}
