package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.plan.Apply;
import dev.espalier.onednn.plan.Combine;
import dev.espalier.onednn.plan.Convolve;
import dev.espalier.onednn.plan.Normalize;
import dev.espalier.onednn.plan.Operation;
import dev.espalier.onednn.plan.Pool;
import dev.espalier.onednn.plan.Project;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges operations that one kernel can do together. In training: a rectifier with the batch
 * normalization before it, activation and addition with the dense layer before them. At inference
 * also: batch normalization, activation and addition with the convolution before them. Equal
 * operations on equal inputs are computed once.
 */
final class Fusion {
  private final boolean training;
  private final int inputs;
  private final List<Optional<Node>> nodes = new ArrayList<>();
  private final Map<Node, Integer> known = new HashMap<>();

  /** Old numbers of values to new ones. */
  private final int[] renamed;

  /** How many operations read each old value. */
  private final int[] readers;

  private final int[] readersOfNew;

  /** Fuses a translation. */
  Fusion(Translation translation, boolean training) {
    this.training = training;
    inputs = translation.inputs().size();
    int values = inputs + translation.nodes().size();
    renamed = new int[values];
    readers = new int[values];
    readersOfNew = new int[2 * values]; // a sum may become two operations
    translation.nodes().forEach(node -> node.inputs().forEach(value -> readers[value]++));
    translation.outputs().forEach(output -> readers[output.value()]++);
    for (int i = 0; i < inputs; i++) {
      renamed[i] = i;
      readersOfNew[i] = readers[i];
    }
    for (int i = 0; i < translation.nodes().size(); i++) {
      int old = inputs + i;
      renamed[old] = fuse(translation.nodes().get(i));
      readersOfNew[renamed[old]] += readers[old];
    }
  }

  /** The operations that are left, in order; the others' places are empty. */
  List<Optional<Node>> nodes() {
    return nodes;
  }

  /** What became of a value. */
  int renamed(int value) {
    return renamed[value];
  }

  private int fuse(Node node) {
    List<Integer> sources = node.inputs().stream().map(value -> renamed[value]).toList();
    Node moved = new Node(node.vertex(), node.operation(), sources, node.dims());
    Operation operation = node.operation();
    if (operation instanceof Apply || operation instanceof Pool) {
      Node unnamed = new Node("", operation, sources, node.dims());
      Integer same = known.get(unnamed);
      if (same != null) {
        return same;
      }
      Optional<Integer> merged =
          operation instanceof Apply apply ? after(node.inputs().get(0), apply) : Optional.empty();
      if (merged.isPresent()) {
        return merged.get(); // not known: the value that it read is gone
      }
      int value = add(moved);
      known.put(unnamed, value);
      return value;
    }
    if (!training && operation instanceof Normalize norm) {
      return normalized(node.inputs().get(0), norm).orElseGet(() -> add(moved));
    }
    if (operation instanceof Combine sum && sum.isPlain()) {
      return projected(moved, node.inputs())
          .or(() -> training ? Optional.empty() : added(moved, node.inputs()))
          .orElseGet(() -> add(moved));
    }
    return add(moved);
  }

  private int add(Node node) {
    nodes.add(Optional.of(node));
    return inputs + nodes.size() - 1;
  }

  /** The operation that computes a value which nothing but one operation reads. */
  private Optional<Node> soleProducer(int old) {
    int value = renamed[old];
    return value < inputs || readers[old] != 1 || readersOfNew[value] != 1
        ? Optional.empty()
        : nodes.get(value - inputs);
  }

  private int replace(int old, Operation operation) {
    int value = renamed[old];
    nodes.set(value - inputs, nodes.get(value - inputs).map(node -> node.with(operation)));
    readersOfNew[value] -= readers[old];
    return value;
  }

  private Optional<Integer> after(int old, Apply apply) {
    Optional<Node> producer = soleProducer(old);
    if (producer.isEmpty()) {
      return Optional.empty();
    }
    Operation operation = producer.get().operation();
    if (operation instanceof Normalize norm
        && !norm.relu()
        && apply.function().equals(Function.RELU)) {
      return Optional.of(replace(old, norm.withRelu()));
    }
    if (operation instanceof Project dense
        && dense.then().equals(Project.Then.NOTHING)
        && (!training || apply.function().fromValue())) {
      return Optional.of(
          replace(old, dense.with(new Project.Then(false, Optional.of(apply.function())))));
    }
    if (!training && operation instanceof Convolve convolve && convolve.function().isEmpty()) {
      return Optional.of(replace(old, convolve.with(apply.function())));
    }
    return Optional.empty();
  }

  private Optional<Integer> normalized(int old, Normalize norm) {
    Optional<Node> producer = soleProducer(old);
    if (producer.isPresent()
        && producer.get().operation() instanceof Convolve convolve
        && isPlain(convolve)
        && convolve.norm().isEmpty()) {
      return Optional.of(replace(old, convolve.with(norm)));
    }
    return Optional.empty();
  }

  private static boolean isPlain(Convolve convolve) {
    return convolve.addend() == Convolve.Addend.NONE && convolve.function().isEmpty();
  }

  /** A sum of two becomes the work of a dense layer. */
  private Optional<Integer> projected(Node sum, List<Integer> old) {
    for (int i = old.size() - 1; i >= 0 && old.size() == 2; i--) {
      Optional<Node> producer = soleProducer(old.get(i));
      if (producer.isPresent()
          && producer.get().operation() instanceof Project dense
          && dense.then().equals(Project.Then.NOTHING)) {
        nodes.set(renamed[old.get(i)] - inputs, Optional.empty());
        int other = sum.inputs().get(1 - i);
        return Optional.of(
            add(
                new Node(
                    sum.vertex(),
                    dense.with(new Project.Then(true, Optional.empty())),
                    List.of(producer.get().inputs().get(0), other),
                    sum.dims())));
      }
    }
    return Optional.empty();
  }

  /** A sum becomes the work of the last convolution among its terms. */
  private Optional<Integer> added(Node sum, List<Integer> old) {
    for (int i = old.size() - 1; i >= 0 && old.size() > 1; i--) {
      Optional<Node> producer = soleProducer(old.get(i));
      if (producer.isPresent()
          && producer.get().operation() instanceof Convolve convolve
          && isPlain(convolve)) {
        nodes.set(renamed[old.get(i)] - inputs, Optional.empty());
        return Optional.of(accumulate(sum, old, i, producer.get(), convolve));
      }
    }
    return Optional.empty();
  }

  private int accumulate(Node sum, List<Integer> old, int index, Node producer, Convolve convolve) {
    List<Integer> others = new ArrayList<>(sum.inputs());
    others.remove(index);
    int addend = others.get(0);
    Convolve.Addend kind = Convolve.Addend.OWNED;
    if (others.size() > 1) {
      Combine rest = new Combine(Collections.nCopies(others.size(), 1f));
      addend = add(new Node(sum.vertex(), rest, others, sum.dims()));
    } else if (isFresh(old.get(1 - index))) {
      known.values().remove(addend); // an equal operation to come must not find what is gone
    } else {
      kind = Convolve.Addend.SHARED;
    }
    return add(
        new Node(
            sum.vertex(),
            convolve.with(kind),
            List.of(producer.inputs().get(0), addend),
            sum.dims()));
  }

  /** Whether a value has memory of its own that nothing else reads. */
  private boolean isFresh(int old) {
    return soleProducer(old)
        .map(Node::operation)
        .filter(
            operation ->
                operation instanceof Convolve
                    || operation instanceof Pool
                    || operation instanceof Combine
                    || operation instanceof Normalize)
        .isPresent();
  }
}
