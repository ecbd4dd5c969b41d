package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.MultiHeadSelfAttention.BIAS;
import static dev.espalier.onednn.layer.MultiHeadSelfAttention.OUT_BIAS;
import static dev.espalier.onednn.layer.MultiHeadSelfAttention.OUT_WEIGHTS;
import static dev.espalier.onednn.layer.MultiHeadSelfAttention.SIMILARITY;
import static dev.espalier.onednn.layer.MultiHeadSelfAttention.WEIGHTS;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Self-attention in ND4J operations, head by head and example by example. */
final class SelfAttentionRuntime extends SequenceRuntime<MultiHeadSelfAttention> {
  private static final long serialVersionUID = 1L;

  /** Low enough to vanish in a softmax; no infinity in half precision, where it is 0 * infinity. */
  private static final double HIDDEN = -3e4;

  SelfAttentionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * One head of one example.
   *
   * @param query queries, keys and values, a row a step; views
   * @param asked what is compared with the keys: the queries, times the similarity if there is one
   * @param weights how much each step, a row, attends to each other
   */
  private record Head(
      INDArray query, INDArray asked, INDArray key, INDArray value, INDArray weights) {}

  private INDArray projected(boolean training, LayerWorkspaceMgr workspaces) {
    return rows(input)
        .mmul(parameter(WEIGHTS, training, workspaces))
        .addiRowVector(parameter(BIAS, training, workspaces));
  }

  /** The columns of a head in queries (part 0), keys (1) or values (2) of an example. */
  private INDArray part(INDArray rows, long example, int part, int head) {
    long steps = input.size(2);
    long features = layerConf().getNIn();
    long width = features / layerConf().getHeads();
    long column = part * features + head * width;
    return rows.get(
        NDArrayIndex.interval(example * steps, (example + 1) * steps),
        NDArrayIndex.interval(column, column + width));
  }

  private double scale() {
    return 1.0 / Math.sqrt((double) layerConf().getNIn() / layerConf().getHeads());
  }

  /** 1 where a step, a row, may attend to another; 0 elsewhere. */
  private INDArray visible(long example) {
    long steps = input.size(2);
    INDArray visible = Nd4j.ones(dataType, steps, steps);
    for (long from = 0; from < steps; from++) {
      for (long to = 0; to < steps; to++) {
        boolean padding = maskArray != null && maskArray.getDouble(example, to) == 0.0;
        if (padding || (layerConf().isCausal() && to > from)) {
          visible.putScalar(from, to, 0.0);
        }
      }
    }
    return visible;
  }

  /** The learned matrix between queries and keys; null if they are compared as they are. */
  private @Nullable INDArray similarity(boolean training, LayerWorkspaceMgr workspaces) {
    return layerConf().isWeighted() ? parameter(SIMILARITY, training, workspaces) : null;
  }

  private Head head(
      INDArray projected, @Nullable INDArray similarity, long example, int head, INDArray visible) {
    INDArray query = part(projected, example, 0, head);
    INDArray asked = similarity == null ? query : query.mmul(similarity);
    INDArray key = part(projected, example, 1, head);
    INDArray scores = asked.mmul(key.transpose()).muli(scale());
    scores.addi(visible.rsub(1.0).muli(HIDDEN));
    INDArray weights = Transforms.softmax(scores, true).muli(visible);
    return new Head(query, asked, key, part(projected, example, 2, head), weights);
  }

  @Override
  INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray attended = attended(projected(training, workspaces), similarity(training, workspaces));
    INDArray y =
        attended
            .mmul(parameter(OUT_WEIGHTS, training, workspaces))
            .addiRowVector(parameter(OUT_BIAS, training, workspaces));
    return sequences(y, input);
  }

  /** The heads' outputs side by side, a row a step. */
  private INDArray attended(INDArray projected, @Nullable INDArray similarity) {
    INDArray attended = Nd4j.create(dataType, projected.size(0), layerConf().getNIn());
    for (long example = 0; example < input.size(0); example++) {
      INDArray visible = visible(example);
      for (int i = 0; i < layerConf().getHeads(); i++) {
        Head head = head(projected, similarity, example, i, visible);
        part(attended, example, 0, i).assign(head.weights().mmul(head.value()));
      }
    }
    return attended;
  }

  @Override
  INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray projected = projected(true, workspaces);
    INDArray similarity = similarity(true, workspaces);
    INDArray dy = rows(epsilon);
    gradientView(OUT_WEIGHTS).assign(attended(projected, similarity).transpose().mmul(dy));
    gradientView(OUT_BIAS).assign(dy.sum(true, 0));
    INDArray dAttended = dy.mmul(parameter(OUT_WEIGHTS, true, workspaces).transpose());
    INDArray dProjected = Nd4j.create(dataType, projected.shape());
    INDArray dSimilarity = similarity == null ? null : similarity.like();
    for (long example = 0; example < input.size(0); example++) {
      INDArray visible = visible(example);
      for (int i = 0; i < layerConf().getHeads(); i++) {
        Head head = head(projected, similarity, example, i, visible);
        INDArray dOut = part(dAttended, example, 0, i);
        part(dProjected, example, 2, i).assign(head.weights().transpose().mmul(dOut));
        INDArray dWeights = dOut.mmul(head.value().transpose());
        INDArray along = dWeights.mul(head.weights()).sum(true, 1);
        INDArray dScores = dWeights.subColumnVector(along).muli(head.weights()).muli(scale());
        INDArray dAsked = dScores.mmul(head.key());
        if (similarity != null && dSimilarity != null) {
          dSimilarity.addi(head.query().transpose().mmul(dAsked));
          dAsked = dAsked.mmul(similarity.transpose());
        }
        part(dProjected, example, 0, i).assign(dAsked);
        part(dProjected, example, 1, i).assign(dScores.transpose().mmul(head.asked()));
      }
    }
    if (dSimilarity != null) {
      gradientView(SIMILARITY).assign(dSimilarity);
    }
    gradientView(WEIGHTS).assign(rows(input).transpose().mmul(dProjected));
    gradientView(BIAS).assign(dProjected.sum(true, 0));
    return sequences(dProjected.mmul(parameter(WEIGHTS, true, workspaces).transpose()), input);
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }
}
