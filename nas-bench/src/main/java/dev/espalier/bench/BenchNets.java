package dev.espalier.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The networks that the engines are compared on, as Deeplearning4j configurations: float, Nesterov
 * momentum 0.9 at rate 0.05, {@value #CLASSES} classes. Each has its twin, with as many parameters,
 * in {@code scripts/bench/engine_torch.py}.
 */
public final class BenchNets {
  /** How many classes each network tells apart. */
  public static final int CLASSES = 10;

  /** What a NAS-Bench-201 cell holds here, on the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3. */
  static final List<CellOp> NB201_CELL =
      List.of(
          CellOp.CONV_3X3,
          CellOp.SKIP,
          CellOp.CONV_1X1,
          CellOp.CONV_3X3,
          CellOp.AVG_POOL_3X3,
          CellOp.SKIP);

  private static final List<CellOp> SEPDIL_CELL =
      List.of(
          CellOp.SEPARABLE_3X3,
          CellOp.SKIP,
          CellOp.DILATED_3X3,
          CellOp.SEPARABLE_3X3,
          CellOp.AVG_POOL_3X3,
          CellOp.SKIP);

  private static final Map<String, Net> NETS =
      Map.of(
          "nb201", pictures(1, 28, seed -> cellNet(NB201_CELL, seed)),
          "sepdil", pictures(1, 28, seed -> cellNet(SEPDIL_CELL, seed)),
          "mbconv", pictures(1, 28, BenchNets::mbConvNet),
          "resnet18", pictures(3, 32, BenchNets::resNet18),
          "lstm", series(28, 28, SequenceNets::lstm),
          "gru", series(28, 28, SequenceNets::gru),
          "encoder2x64", series(32, seed -> SequenceNets.encoder(seed, 2, 64)),
          "encoder4x128", series(128, seed -> SequenceNets.encoder(seed, 4, 128)),
          "dagcell", series(35, SequenceNets::dagCell),
          "charlstm",
              new Net(
                  SequenceNets::characters,
                  size -> Batch.texts(size, SequenceNets.CHARACTERS, 64)));

  private BenchNets() {}

  /** The names that {@link #of} takes, sorted. */
  public static List<String> names() {
    return List.copyOf(new TreeMap<>(NETS).keySet());
  }

  /**
   * The network of a name.
   *
   * @param seed of its first weights
   * @throws IllegalArgumentException for a name that is none of {@link #names}
   */
  public static ComputationGraphConfiguration of(String name, long seed) {
    return net(name).build().apply(seed);
  }

  /**
   * Noise of the shape that a network takes.
   *
   * @param size how many pictures or sequences; at least 1
   * @throws IllegalArgumentException for a name that is none of {@link #names}
   */
  public static Batch batch(String name, int size) {
    return net(name).batch().apply(size);
  }

  private static Net net(String name) {
    Net net = NETS.get(name);
    if (net == null)
      throw new IllegalArgumentException("network '%s' is none of %s".formatted(name, names()));
    return net;
  }

  /**
   * Three stages of one cell each, of widths 16, 32 and 64, with a residual block of stride 2
   * between them: the skeleton of NAS-Bench-201 (Dong and Yang 2020, section 2.1) at a fifth of its
   * depth.
   *
   * @param cell six operations, on the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3
   */
  static ComputationGraphConfiguration cellNet(List<CellOp> cell, long seed) {
    Blocks net = new Blocks(seed);
    int channels = 16;
    String x = net.norm(net.conv(Blocks.INPUT, 1, channels, 3, 1), channels);
    x = cell(net, x, channels, cell);
    for (int stage = 1; stage < 3; stage++) {
      x = reduce(net, x, channels, 2 * channels);
      channels *= 2;
      x = cell(net, x, channels, cell);
    }
    return net.classify(net.relu(net.norm(x, channels)), channels);
  }

  private static String cell(Blocks net, String input, int channels, List<CellOp> ops) {
    String one = ops.get(0).append(net, input, channels);
    String two =
        net.add(ops.get(1).append(net, input, channels), ops.get(2).append(net, one, channels));
    return net.add(
        ops.get(3).append(net, input, channels),
        ops.get(4).append(net, one, channels),
        ops.get(5).append(net, two, channels));
  }

  private static String reduce(Blocks net, String input, int in, int out) {
    String deep = net.reluConvNorm(input, in, out, 3, 2);
    deep = net.reluConvNorm(deep, out, out, 3, 1);
    return net.add(deep, net.conv(net.averagePool(input, 2, 2), in, out, 1, 1));
  }

  /**
   * Inverted residual blocks (Sandler et al. 2018, section 3.3) with squeeze and excitation on the
   * expanded channels (Howard et al. 2019, section 5.3; a sigmoid where they take a hard one).
   */
  private static ComputationGraphConfiguration mbConvNet(long seed) {
    Blocks net = new Blocks(seed);
    int channels = 16;
    String x = net.relu6(net.norm(net.conv(Blocks.INPUT, 1, channels, 3, 1), channels));
    for (int out : new int[] {16, 16, 24, 24, 40, 40}) {
      // Each new width begins a stage of half the resolution.
      x = invertedResidual(net, x, channels, out, out == channels ? 1 : 2);
      channels = out;
    }
    int head = 96;
    x = net.relu6(net.norm(net.conv(x, channels, head, 1, 1), head));
    return net.classify(x, head);
  }

  private static String invertedResidual(Blocks net, String input, int in, int out, int stride) {
    int expanded = 3 * in;
    String x = net.relu6(net.norm(net.conv(input, in, expanded, 1, 1), expanded));
    x = net.relu6(net.norm(net.depthwise(x, expanded, 5, stride, 1), expanded));
    x = net.squeezeExcite(x, expanded, expanded / 4);
    x = net.norm(net.conv(x, expanded, out, 1, 1), out);
    return stride == 1 && in == out ? net.add(x, input) : x;
  }

  /** Eight basic blocks (He et al. 2016, table 1) at a quarter of ResNet-18's widths. */
  private static ComputationGraphConfiguration resNet18(long seed) {
    Blocks net = new Blocks(seed);
    int channels = 16;
    String x = net.relu(net.norm(net.conv(Blocks.INPUT, 3, channels, 3, 1), channels));
    for (int out : new int[] {16, 16, 32, 32, 64, 64, 128, 128}) {
      x = basicBlock(net, x, channels, out, out == channels ? 1 : 2);
      channels = out;
    }
    return net.classify(x, channels);
  }

  private static String basicBlock(Blocks net, String input, int in, int out, int stride) {
    String x = net.norm(net.conv(input, in, out, 3, stride), out);
    x = net.norm(net.conv(net.relu(x), out, out, 3, 1), out);
    String shortcut = in == out ? input : net.norm(net.conv(input, in, out, 1, stride), out);
    return net.relu(net.add(x, shortcut));
  }

  private static Net pictures(
      int channels, int side, LongFunction<ComputationGraphConfiguration> build) {
    return new Net(build, size -> Batch.random(size, channels, side, side));
  }

  private static Net series(int steps, LongFunction<ComputationGraphConfiguration> build) {
    return series(SequenceNets.FEATURES, steps, build);
  }

  private static Net series(
      int features, int steps, LongFunction<ComputationGraphConfiguration> build) {
    return new Net(build, size -> Batch.random(size, features, steps));
  }

  private record Net(LongFunction<ComputationGraphConfiguration> build, IntFunction<Batch> batch) {}
}
