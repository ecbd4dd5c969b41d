package dev.espalier.spaces.transformer;

import static dev.espalier.spaces.transformer.TransformerSpaceSpec.ACTIVATION;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.DROPOUT;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.FEED_FORWARD;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.HEADS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.KERNEL;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.LAYERS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.NORM;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.POSITIONS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.SUMMARY;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.WIDTH;

import com.google.common.collect.ImmutableList;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.spec.Options;
import dev.espalier.spaces.spec.Summary;
import java.util.ArrayList;
import java.util.List;

/** What a picture of a Transformer encoder shows: its blocks, equal ones once. */
final class TransformerDrawing {
  private final Options options;
  private final Shape input;
  private final int outputs;

  TransformerDrawing(Options options, Shape input, int outputs) {
    this.options = options;
    this.input = input;
    this.outputs = outputs;
  }

  Drawing of(Architecture architecture) {
    List<String> mixings = new ArrayList<>();
    for (int i = 0; i < options.number(LAYERS, architecture); i++) {
      mixings.add(TransformerSpace.mixing(options, architecture, i));
    }
    return new Drawing(
        stages(architecture, mixings),
        mixings.stream()
            .distinct()
            .map(mixing -> new Block(architecture, mixing).graph())
            .collect(ImmutableList.toImmutableList()));
  }

  private ImmutableList<String> stages(Architecture architecture, List<String> mixings) {
    ImmutableList.Builder<String> stages = ImmutableList.builder();
    stages.add("input %s".formatted(input));
    stages.add("%s wide".formatted(options.text(WIDTH, architecture)));
    String positions = options.text(POSITIONS, architecture);
    if (!positions.equals("none")) {
      stages.add(positions + " positions");
    }
    int first = 0;
    for (int i = 1; i <= mixings.size(); i++) {
      if (i == mixings.size() || !mixings.get(i).equals(mixings.get(first))) {
        String block = name(mixings.get(first));
        stages.add(i - first == 1 ? block : "%s x%d".formatted(block, i - first));
        first = i;
      }
    }
    if (isPre(architecture)) {
      stages.add("layer norm");
    }
    return stages.addAll(Summary.stages(options.text(SUMMARY, architecture), outputs)).build();
  }

  private boolean isPre(Architecture architecture) {
    return options.text(NORM, architecture).equals("pre");
  }

  private static String name(String mixing) {
    return mixing.equals("identity") ? "dense block" : mixing + " block";
  }

  /** One block, node by node. */
  private final class Block {
    private final Architecture architecture;
    private final String mixing;
    private final ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    private int nodes;
    private String last = "input";

    Block(Architecture architecture, String mixing) {
      this.architecture = architecture;
      this.mixing = mixing;
    }

    CellGraph graph() {
      if (mixing.equals("attention")) {
        half("attention of %s heads".formatted(options.text(HEADS, architecture)));
      } else if (mixing.equals("conv")) {
        half("convolution of %s steps".formatted(options.text(KERNEL, architecture)));
      }
      half(
          "dense %s, %s, dense %s"
              .formatted(
                  options.text(FEED_FORWARD, architecture),
                  options.text(ACTIVATION, architecture),
                  options.text(WIDTH, architecture)));
      return new CellGraph(
          name(mixing), ImmutableList.of("input"), edges.build(), "", ImmutableList.of(last));
    }

    /** What is done is added to its input; normalised before or after. */
    private void half(String work) {
      int percent = options.number(DROPOUT, architecture);
      String sum = next();
      edges.add(
          new CellGraph.Edge(
              last,
              sum,
              (isPre(architecture) ? "layer norm, " : "")
                  + work
                  + (percent > 0 ? ", dropout %d %%".formatted(percent) : "")));
      edges.add(new CellGraph.Edge(last, sum, "skip"));
      last = sum;
      if (!isPre(architecture)) {
        last = next();
        edges.add(new CellGraph.Edge(sum, last, "layer norm"));
      }
    }

    private String next() {
      return "n" + nodes++;
    }
  }
}
