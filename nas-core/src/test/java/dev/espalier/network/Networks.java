package dev.espalier.network;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks for tests: random ones, disguised copies, and undirected graphs as networks. */
final class Networks {
  static final Shape.Image IMAGE = new Shape.Image(4, 8, 8);
  private static final ImmutableList<Layer> UNARY =
      ImmutableList.of(
          Conv2d.of(4, Window.same(3, 1)),
          Conv2d.of(4, Window.same(1, 1)),
          Activation.relu(),
          Pool2d.max(Window.same(3, 1)));

  private Networks() {}

  /** A random live network of about {@code size} nodes besides the input. */
  static Network random(int size, Random random) {
    Network.Builder builder = Network.builder(IMAGE);
    List<Integer> sinks = new ArrayList<>(List.of(0));
    List<Integer> plain = new ArrayList<>(List.of(0));
    for (int i = 1; i < size; i++) {
      Integer first = plain.get(random.nextInt(plain.size()));
      int id;
      if (random.nextInt(3) == 0) {
        Integer second = plain.get(random.nextInt(plain.size()));
        Layer merge = random.nextInt(3) > 0 ? new Add() : new Concat();
        id = builder.add("merge" + i, merge, first, second);
        if (merge instanceof Concat) {
          id = builder.add("project" + i, Conv2d.of(4, Window.same(1, 1)), id);
        }
        sinks.remove(second);
      } else {
        id = builder.add("n" + i, UNARY.get(random.nextInt(UNARY.size())), first);
      }
      sinks.remove(first);
      sinks.add(id);
      plain.add(id);
    }
    if (sinks.size() > 1) {
      builder.add("end", new Add(), sinks);
    }
    return builder.build();
  }

  /** The same network with other keys, another order of nodes and of what additions add. */
  static Network disguise(Network network, Random random) {
    Network.Builder builder = Network.builder(network.inputShape());
    Map<Integer, Integer> ids = new HashMap<>(Map.of(0, 0));
    List<Node> waiting = new ArrayList<>(network.nodes().subList(1, network.nodes().size()));
    while (!waiting.isEmpty()) {
      List<Node> ready =
          waiting.stream().filter(node -> ids.keySet().containsAll(node.inputs())).toList();
      Node node = ready.get(random.nextInt(ready.size()));
      waiting.remove(node);
      List<Integer> inputs = new ArrayList<>(node.inputs().stream().map(ids::get).toList());
      if (node.layer().commutative()) {
        Collections.shuffle(inputs, random);
      }
      ids.put(node.id(), builder.add("k" + random.nextLong(), node.layer(), inputs));
    }
    return builder.build();
  }

  /**
   * An undirected graph as a network: equal convolutions of the input for its vertices, their sum
   * for each edge, and the sum of all. Two are isomorphic exactly if the graphs are.
   */
  static Network ofGraph(int vertices, List<int[]> edges) {
    Network.Builder builder = Network.builder(IMAGE);
    List<Integer> all = new ArrayList<>();
    for (int vertex = 0; vertex < vertices; vertex++) {
      all.add(builder.add("v" + vertex, Conv2d.of(4, Window.same(3, 1)), 0));
    }
    for (int[] edge : edges) {
      int sum =
          builder.add("e" + edge[0] + "-" + edge[1], new Add(), all.get(edge[0]), all.get(edge[1]));
      all.add(builder.add("e%d-%d.relu".formatted(edge[0], edge[1]), Activation.relu(), sum));
    }
    builder.add("all", new Add(), all);
    return builder.build();
  }
}
