package dev.espalier.eval.train;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.Features;
import dev.espalier.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which rows a training sees, and in which order: all from one seed. */
public final class Epochs {
  private final int[] rows;
  private final int batchSize;
  private final boolean inOrder;
  private final long seed;

  /** Rows of each batch of an epoch. */
  private final int[] lengths;

  private final Features features;
  private final StepCuts cuts;

  /**
   * Over all examples.
   *
   * @throws IllegalArgumentException if there are no examples
   */
  public Epochs(Examples examples, int batchSize, long seed) {
    this(examples, batchSize, seed, StepCuts.none(examples.shape()));
  }

  /** The same, with sequences of about the same length together where padding is spared by it. */
  Epochs(Examples examples, int batchSize, long seed, StepCuts cuts) {
    this(examples, batchSize, seed, cuts, false);
  }

  /** Over windows of a text in their order, in {@link Streams}; all epochs are the same. */
  static Epochs inOrder(Examples examples, int batchSize) {
    return new Epochs(examples, batchSize, 0, StepCuts.none(examples.shape()), true);
  }

  private Epochs(Examples examples, int batchSize, long seed, StepCuts cuts, boolean inOrder) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException("there are no examples to train on; it takes at least 1");
    }
    this.rows = all(examples.size());
    this.batchSize = batchSize;
    this.inOrder = inOrder;
    this.seed = seed;
    this.features = examples.features();
    this.cuts = cuts;
    this.lengths = batches(rows).stream().mapToInt(batch -> batch.length).toArray();
  }

  /** Steps of one epoch. */
  public int steps() {
    return lengths.length;
  }

  /**
   * Rows of one batch of any epoch, where no padding is spared.
   *
   * @param position in the epoch, from 0
   */
  public int rows(int position) {
    return lengths[position];
  }

  /** The batches of an epoch, shuffled anew unless they are in order; all rows once. */
  public List<int[]> epoch(int number) {
    if (inOrder) {
      return batches(rows);
    }
    int[] shuffled = rows.clone();
    RandomGenerator random = Seeds.generator(seed, "epoch", number);
    shuffle(shuffled, random);
    int[] grouped = cuts.grouped(features, shuffled);
    List<int[]> batches = batches(grouped);
    if (!Arrays.equals(grouped, shuffled)) {
      int[] order = all(batches.size());
      shuffle(order, random);
      return Arrays.stream(order).mapToObj(batches::get).toList();
    }
    return batches;
  }

  /** A last batch of one row joins the one before, unless in order: batch norm needs two. */
  private List<int[]> batches(int[] order) {
    if (inOrder) {
      return Streams.batches(order.length, batchSize);
    }
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.length; ) {
      int to = Math.min(order.length, from + batchSize);
      if (order.length - to == 1 && batchSize > 1) {
        to = order.length;
      }
      batches.add(Arrays.copyOfRange(order, from, to));
      from = to;
    }
    return batches;
  }

  private static int[] all(int size) {
    int[] rows = new int[size];
    Arrays.setAll(rows, row -> row);
    return rows;
  }

  /** Fisher-Yates. */
  private static void shuffle(int[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}
