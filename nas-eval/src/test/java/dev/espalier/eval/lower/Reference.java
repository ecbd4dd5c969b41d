package dev.espalier.eval.lower;

import dev.espalier.network.Conv2d;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution and pooling of one image as plain loops. */
final class Reference {
  private Reference() {}

  static float[] convolve(Conv2d layer, Shape.Image in, float[] image, ComputationGraph graph) {
    Shape.Image out = (Shape.Image) layer.output(List.of(in));
    Window window = layer.window();
    int groupIn = in.channels() / layer.groups();
    int groupOut = layer.filters() / layer.groups();
    float[] result = new float[Math.toIntExact(out.elements())];
    for (int filter = 0; filter < layer.filters(); filter++) {
      int group = filter / groupOut;
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          float sum = layer.bias() ? bias(layer, graph, filter, groupOut) : 0f;
          for (int c = 0; c < groupIn; c++) {
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int row = start(window, in, true, y) + ky * window.dilation();
                int column = start(window, in, false, x) + kx * window.dilation();
                if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                  int channel = group * groupIn + c;
                  sum +=
                      weight(layer, graph, filter, c, ky, kx)
                          * image[(channel * in.height() + row) * in.width() + column];
                }
              }
            }
          }
          result[(filter * out.height() + y) * out.width() + x] = sum;
        }
      }
    }
    return result;
  }

  static float[] pool(Pool2d layer, Shape.Image in, float[] image) {
    Shape.Image out = (Shape.Image) layer.output(List.of(in));
    Window window = layer.window();
    float[] result = new float[Math.toIntExact(out.elements())];
    for (int c = 0; c < out.channels(); c++) {
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          int inside = 0;
          float sum = 0f;
          float max = Float.NEGATIVE_INFINITY;
          for (int ky = 0; ky < window.kernelHeight(); ky++) {
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
              int row = start(window, in, true, y) + ky;
              int column = start(window, in, false, x) + kx;
              if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                float value = image[(c * in.height() + row) * in.width() + column];
                inside++;
                sum += value;
                max = Math.max(max, value);
              }
            }
          }
          float divisor = layer.countPadding() ? window.taps() : inside;
          result[(c * out.height() + y) * out.width() + x] =
              layer.pooling() == Pooling.MAX ? max : sum / divisor;
        }
      }
    }
    return result;
  }

  /** First pixel under the window at a position; negative in the padding. */
  private static int start(Window window, Shape.Image in, boolean vertical, int position) {
    int first = position * window.stride();
    if (window.padding() instanceof Padding.Explicit explicit) {
      return first - (vertical ? explicit.height() : explicit.width());
    }
    int input = vertical ? in.height() : in.width();
    int kernel = vertical ? window.kernelHeight() : window.kernelWidth();
    int span = (kernel - 1) * window.dilation() + 1;
    int positions = (input + window.stride() - 1) / window.stride();
    return first - Math.max(0, (positions - 1) * window.stride() + span - input) / 2;
  }

  private static float weight(
      Conv2d layer, ComputationGraph graph, int filter, int c, int ky, int kx) {
    int groupOut = layer.filters() / layer.groups();
    if (layer.groups() == 1) {
      return graph.getLayer("layer").getParam("W").getFloat(filter, c, ky, kx);
    }
    if (whole(layer, graph)) {
      INDArray weights = graph.getLayer("layer").getParam("W");
      if (weights.size(0) == layer.filters()) { // one layer of all groups
        return weights.getFloat(filter, c, ky, kx);
      }
      return weights.getFloat(ky, kx, filter / groupOut, filter % groupOut);
    }
    INDArray weights = graph.getLayer("layer.group" + filter / groupOut).getParam("W");
    return weights.getFloat(filter % groupOut, c, ky, kx);
  }

  private static float bias(Conv2d layer, ComputationGraph graph, int filter, int groupOut) {
    return layer.groups() > 1 && !whole(layer, graph)
        ? graph
            .getLayer("layer.group" + filter / groupOut)
            .getParam("b")
            .getFloat(filter % groupOut)
        : graph.getLayer("layer").getParam("b").getFloat(filter);
  }

  /** Whether the groups are one layer. */
  private static boolean whole(Conv2d layer, ComputationGraph graph) {
    return layer.groups() > 1
        && graph.getConfiguration().getVertices().get("layer") instanceof LayerVertex;
  }
}
