package dev.espalier.spaces.preset;

import dev.espalier.config.ConfigException;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import dev.espalier.spaces.cell.Align;
import dev.espalier.spaces.cell.CellSpaceBuilder;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.CellSpec;
import dev.espalier.spaces.cell.Merge;
import dev.espalier.spaces.cell.Setting;
import dev.espalier.spaces.cell.Wiring;
import dev.espalier.spaces.op.Kind;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Role;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.spaces.transformer.TransformerSpaceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/** Draws descriptions in which every setting takes every kind of value, by the Java builders. */
final class RandomSpaces {
  private static final OperationRegistry OPERATIONS = OperationRegistry.standard();

  private final Random random;

  RandomSpaces(long seed) {
    random = new Random(seed);
  }

  /**
   * A space of cells over images.
   *
   * @throws ConfigException if what was drawn does not fit together
   */
  SpaceSpec cells() {
    CellSpaceBuilder space = CellSpaceSpec.named("cells-%d".formatted(random.nextInt(99)));
    sometimes(
        () ->
            space
                .input(new Shape.Image(1 + random.nextInt(3), 8, 8 + random.nextInt(8)))
                .outputs(2 + random.nextInt(9)));
    String stem = oneOf(OPERATIONS.ids(Role.STEM, Kind.IMAGE));
    if (random.nextBoolean()) {
      space.decision("channels", domain(8, 16)).stem(stem);
    } else {
      space.stem(stem, setting(8, 16));
    }
    sometimes(() -> space.stemStride(2));
    either(
        number -> space.widen(setting(1, number)),
        number -> space.decision("factor", domain(1, number)).widen(Setting.decision("factor")));
    sometimes(() -> space.norm(false));
    int cells = 1 + random.nextInt(2);
    for (int i = 0; i < cells; i++) {
      boolean like = i > 0 && random.nextBoolean();
      space.cell("cell" + i, cell -> like ? cell.like("cell0").stride(2) : drawn(cell));
    }
    for (int i = 0; i < cells; i++) {
      String cell = "cell" + i;
      switch (random.nextInt(3)) {
        case 0 -> space.stage(cell);
        case 1 -> space.stage(cell, setting(1, 3));
        default -> space.stage(cell, setting(1, 2), setting(8, 32));
      }
    }
    return space.head(oneOf(OPERATIONS.ids(Role.HEAD, Kind.IMAGE))).build();
  }

  private CellSpec.Builder drawn(CellSpec.Builder cell) {
    cell.nodes(setting(1, 3)).ops(some(OPERATIONS.ids(Role.CELL, Kind.IMAGE), 4));
    sometimes(() -> cell.share(false));
    if (random.nextInt(4) == 0) {
      return cell.wiring(Wiring.free(3 + random.nextInt(4))).merge(Merge.CONCAT);
    }
    sometimes(() -> cell.wiring(Wiring.all()));
    sometimes(() -> cell.edgesPerNode(1 + random.nextInt(3)));
    sometimes(() -> cell.stride(2));
    sometimes(() -> cell.merge(oneOf(List.of(Merge.values()))));
    either(
        number -> cell.inputs(number).align(number == 1 ? Align.PROJECT : Align.PREPROCESS),
        number -> cell.align(Align.NONE));
    return cell;
  }

  /** A space of recurrent networks; see {@link #cells}. */
  SpaceSpec recurrent() {
    RecurrentSpaceSpec.Builder space =
        RecurrentSpaceSpec.named("recurrent.%d".formatted(random.nextInt(99)));
    sometimes(() -> space.input(sequence()).outputs(1 + random.nextInt(9)));
    space.layers(1 + random.nextInt(2), 2 + random.nextInt(2)).units(numbers(4, 16));
    sometimes(() -> space.embedding(numbers(4, 16)));
    String[] cells = some(List.of("lstm", "gru", "simple_rnn", "dag"), 4);
    space.cells(cells);
    if (List.of(cells).contains("dag")) {
      sometimes(() -> space.nodes(1 + random.nextInt(3), 3 + random.nextInt(3)));
      sometimes(() -> space.activations(some(List.of("tanh", "relu", "sigmoid", "identity"), 4)));
      sometimes(() -> space.entries(some(List.of("tanh", "relu", "sigmoid", "identity"), 4)));
      sometimes(() -> space.merges(some(List.of("mean", "loose_ends"), 2)));
    }
    sometimes(() -> space.directions(some(List.of("forward", "both"), 2)));
    sometimes(() -> space.skips(some(List.of("none", "residual"), 2)));
    sometimes(() -> space.dropout(0, 10 * (1 + random.nextInt(5))));
    sometimes(() -> space.summaries(summaries()));
    return space.build();
  }

  /** A space of Transformer encoders; see {@link #cells}. */
  SpaceSpec transformer() {
    TransformerSpaceSpec.Builder space =
        TransformerSpaceSpec.named("transformer_%d".formatted(random.nextInt(99)));
    sometimes(() -> space.input(sequence()).outputs(1 + random.nextInt(9)));
    either(number -> space.layers(number, number + 2), number -> space.layersOf(1, number + 1));
    either(
        number -> space.width(8, 8 * number + 8), number -> space.widthOfEach(8, 8 * number + 8));
    either(
        number -> space.feedForward(8 * number),
        number -> space.feedForwardOfEach(8 * number, 8 * number + 8));
    sometimes(() -> space.activations(some(List.of("relu", "gelu"), 2)));
    sometimes(() -> space.norms(some(List.of("pre", "post"), 2)));
    String[] mixings = some(List.of("attention", "conv", "identity", "weighted_attention"), 4);
    space.mixings(mixings);
    if (List.of(mixings).contains("attention") || List.of(mixings).contains("weighted_attention")) {
      either(number -> space.heads(2, 4 * number), number -> space.headsOfEach(2, 4 * number));
    } else {
      space.heads(2);
    }
    if (List.of(mixings).contains("conv")) {
      either(number -> space.kernels(3, 3 + 2 * number), number -> space.kernelsOfEach(3, 7, 9));
    }
    sometimes(() -> space.positions(some(List.of("sinusoidal", "learned", "none"), 3)));
    sometimes(() -> space.dropout(0, 10 * (1 + random.nextInt(5))));
    sometimes(() -> space.summaries(summaries()));
    return space.build();
  }

  private Shape sequence() {
    return random.nextBoolean()
        ? new Shape.Tokens(5 + random.nextInt(50), 1 + random.nextInt(9))
        : new Shape.Sequence(1 + random.nextInt(9), 1 + random.nextInt(9));
  }

  private String[] summaries() {
    return random.nextInt(4) == 0
        ? new String[] {"each_step"}
        : some(List.of("last", "mean", "max"), 3);
  }

  /** From low to high, from any of them, or one of them. */
  private Setting setting(int low, int high) {
    return random.nextInt(3) == 0
        ? Setting.of(low + random.nextInt(high - low + 1))
        : Setting.open(domain(low, high));
  }

  private Domain domain(int low, int high) {
    return low == high || random.nextBoolean()
        ? Domain.range(low, low + random.nextInt(high - low + 1))
        : Domain.choice(Integer.toString(high), Integer.toString(low));
  }

  private int[] numbers(int low, int high) {
    return random.ints(low, high).distinct().limit(1 + random.nextInt(3)).toArray();
  }

  private void sometimes(Runnable setting) {
    if (random.nextBoolean()) {
      setting.run();
    }
  }

  private void either(IntConsumer one, IntConsumer other) {
    (random.nextBoolean() ? one : other).accept(1 + random.nextInt(2));
  }

  private <T> T oneOf(Collection<T> values) {
    return List.copyOf(values).get(random.nextInt(values.size()));
  }

  /** At least one, in any order. */
  private String[] some(Collection<String> values, int most) {
    List<String> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, 1 + random.nextInt(most)).toArray(String[]::new);
  }
}
