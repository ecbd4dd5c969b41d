package dev.espalier.network;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Layers and shapes as text that the hashes are taken of: a type id and every parameter. The text
 * is fixed; whatever {@code toString} says to people may change, this may not, unless the prefixes
 * of the hashed texts change with it.
 */
final class CanonicalText implements Layer.Visitor<String> {
  private static final CanonicalText CANONICAL = new CanonicalText(true);
  private static final CanonicalText DECLARED = new CanonicalText(false);

  /** Whether layers that only number their parts differently are written the same. */
  private final boolean canonical;

  private CanonicalText(boolean canonical) {
    this.canonical = canonical;
  }

  static String of(Layer layer) {
    return layer.accept(CANONICAL);
  }

  static String of(Shape shape) {
    if (shape instanceof Shape.Image image) {
      return "image:" + image.channels() + 'x' + image.height() + 'x' + image.width();
    }
    if (shape instanceof Shape.Sequence sequence) {
      return "sequence:" + sequence.features() + 'x' + sequence.steps();
    }
    if (shape instanceof Shape.Tokens tokens) {
      return "tokens:" + tokens.vocabulary() + 'x' + tokens.steps();
    }
    return "vector:" + shape.features();
  }

  /** The network node by node as declared, with keys. */
  static String declared(Network network) {
    StringBuilder text = new StringBuilder("espalier-declared-network/1\n");
    for (Node node : network.nodes()) {
      // The length tells where a key ends, whatever characters it holds.
      text.append(node.key().length()).append(':').append(node.key()).append(' ');
      text.append(node.layer().accept(DECLARED)).append(' ').append(node.inputs()).append('\n');
    }
    return text.toString();
  }

  /** SHA-256 in hex. */
  static String hash(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  private static String of(Window window) {
    String border =
        window.padding() instanceof Padding.Explicit explicit
            ? explicit.height() + "x" + explicit.width()
            : "same";
    return window.kernelHeight()
        + "x"
        + window.kernelWidth()
        + ",stride="
        + window.stride()
        + ",dilation="
        + window.dilation()
        + ",padding="
        + border;
  }

  private static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String input(Input layer) {
    return "input(" + of(layer.shape()) + ")";
  }

  @Override
  public String conv2d(Conv2d layer) {
    return "conv2d(filters="
        + layer.filters()
        + ",kernel="
        + of(layer.window())
        + ",groups="
        + layer.groups()
        + ",bias="
        + layer.bias()
        + ")";
  }

  @Override
  public String conv1d(Conv1d layer) {
    return "conv1d(filters="
        + layer.filters()
        + ",kernel="
        + layer.kernel()
        + ",dilation="
        + layer.dilation()
        + ",groups="
        + layer.groups()
        + ",causal="
        + layer.causal()
        + ",bias="
        + layer.bias()
        + ")";
  }

  @Override
  public String batchNorm(BatchNorm layer) {
    return "batch_norm()";
  }

  @Override
  public String activation(Activation layer) {
    return "activation(function=" + of(layer.function()) + ")";
  }

  @Override
  public String pool1d(Pool1d layer) {
    return "pool1d(pooling=" + of(layer.pooling()) + ",kernel=" + layer.kernel() + ")";
  }

  @Override
  public String pool2d(Pool2d layer) {
    return "pool2d(pooling="
        + of(layer.pooling())
        + ",kernel="
        + of(layer.window())
        + ",countPadding="
        + layer.countPadding()
        + ")";
  }

  @Override
  public String globalPool(GlobalPool layer) {
    return "global_pool(pooling=" + of(layer.pooling()) + ")";
  }

  @Override
  public String embedding(Embedding layer) {
    return "embedding(width=" + layer.width() + ")";
  }

  @Override
  public String recurrent(Recurrent layer) {
    return "recurrent(cell="
        + of(layer.cell())
        + ",units="
        + layer.units()
        + ",bidirectional="
        + layer.bidirectional()
        + ")";
  }

  @Override
  public String dagRecurrent(DagRecurrent layer) {
    return "dag_recurrent(cell="
        + (canonical ? layer.canonicalCell() : layer.declaredCell())
        + ",units="
        + layer.units()
        + ",bidirectional="
        + layer.bidirectional()
        + ")";
  }

  @Override
  public String layerNorm(LayerNorm layer) {
    return "layer_norm()";
  }

  @Override
  public String selfAttention(SelfAttention layer) {
    return "self_attention(heads=" + layer.heads() + ",causal=" + layer.causal() + ")";
  }

  @Override
  public String weightedAttention(WeightedAttention layer) {
    return "weighted_attention(heads=" + layer.heads() + ",causal=" + layer.causal() + ")";
  }

  @Override
  public String positionalEncoding(PositionalEncoding layer) {
    return "positional_encoding(learned=" + layer.learned() + ")";
  }

  @Override
  public String lastStep(LastStep layer) {
    return "last_step()";
  }

  @Override
  public String dense(Dense layer) {
    return "dense(units=" + layer.units() + ",bias=" + layer.bias() + ")";
  }

  @Override
  public String dropout(Dropout layer) {
    // Decimal text of a double differs between Java releases; the hexadecimal form does not.
    return "dropout(rate=" + Double.toHexString(layer.rate()) + ")";
  }

  @Override
  public String flatten(Flatten layer) {
    return "flatten()";
  }

  @Override
  public String sequenceToImage(SequenceToImage layer) {
    return "sequence_to_image()";
  }

  @Override
  public String add(Add layer) {
    return "add()";
  }

  @Override
  public String concat(Concat layer) {
    return "concat()";
  }

  @Override
  public String truncate(Truncate layer) {
    return "truncate(features=" + layer.features() + ")";
  }

  @Override
  public String channelScale(ChannelScale layer) {
    return "channel_scale()";
  }

  @Override
  public String shift(Shift layer) {
    return "shift(rows=" + layer.rows() + ",columns=" + layer.columns() + ")";
  }

  @Override
  public String identity(Identity layer) {
    return "identity()";
  }

  @Override
  public String zero(Zero layer) {
    return "zero(" + of(layer.shape()) + ")";
  }
}
