package dev.espalier.spaces.transformer;

import static dev.espalier.spaces.transformer.TransformerSpaceSpec.ACTIVATION;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.ATTENTION;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.DROPOUT;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.FEED_FORWARD;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.HEADS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.KERNEL;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.LAYERS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.NORM;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.POSITIONS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.SUMMARY;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.WEIGHTED;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.WIDTH;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.spec.Option;
import dev.espalier.spaces.spec.Options;
import dev.espalier.spaces.spec.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a picture of a Transformer encoder shows: its blocks, equal ones once. */
final class TransformerDrawing {
  private final TransformerSpace space;
  private final Options options;
  private final Shape input;
  private final int outputs;

  TransformerDrawing(TransformerSpace space, Options options, Shape input, int outputs) {
    this.space = space;
    this.options = options;
    this.input = input;
    this.outputs = outputs;
  }

  Drawing of(Architecture architecture) {
    List<Block> blocks =
        IntStream.range(0, options.number(LAYERS, architecture))
            .mapToObj(layer -> new Block(architecture, layer))
            .toList();
    // Each once, under a name that tells it from the others.
    Map<ImmutableList<CellGraph.Edge>, String> names = new LinkedHashMap<>();
    Multiset<String> kinds = HashMultiset.create();
    List<Block> different = new ArrayList<>();
    for (Block block : blocks) {
      if (!names.containsKey(block.edges())) {
        kinds.add(block.kind());
        int number = kinds.count(block.kind());
        names.put(block.edges(), number == 1 ? block.kind() : block.kind() + " " + number);
        different.add(block);
      }
    }
    List<String> road = blocks.stream().map(block -> name(names, block)).toList();
    return new Drawing(
        stages(architecture, road),
        different.stream()
            .map(block -> block.graph(name(names, block)))
            .collect(ImmutableList.toImmutableList()));
  }

  private static String name(Map<ImmutableList<CellGraph.Edge>, String> names, Block block) {
    return names.getOrDefault(block.edges(), block.kind());
  }

  private ImmutableList<String> stages(Architecture architecture, List<String> blocks) {
    ImmutableList.Builder<String> stages = ImmutableList.builder();
    stages.add("input %s".formatted(input));
    stages.add("%s wide".formatted(space.number(WIDTH, 0, architecture)));
    String positions = options.text(POSITIONS, architecture);
    if (!positions.equals("none")) {
      stages.add(positions + " positions");
    }
    int first = 0;
    for (int i = 1; i <= blocks.size(); i++) {
      if (i == blocks.size() || !blocks.get(i).equals(blocks.get(first))) {
        String block = blocks.get(first);
        stages.add(i - first == 1 ? block : "%s x%s".formatted(block, i - first));
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

  /** One block, node by node. */
  private final class Block {
    private final Architecture architecture;
    private final int layer;
    private final String mixing;
    private final List<CellGraph.Edge> edges = new ArrayList<>();
    private int nodes;
    private String last = "input";

    Block(Architecture architecture, int layer) {
      this.architecture = architecture;
      this.layer = layer;
      this.mixing = space.mixing(architecture, layer);
      int width = space.number(WIDTH, layer, architecture);
      if (layer > 0 && width != space.number(WIDTH, layer - 1, architecture)) {
        String wide = next();
        edges.add(new CellGraph.Edge(last, wide, "dense " + width));
        last = wide;
      }
      switch (mixing) {
        case ATTENTION -> half("attention of %s heads".formatted(number(HEADS)));
        case WEIGHTED -> half("weighted attention of %s heads".formatted(number(HEADS)));
        case "conv" -> half("convolution of %s steps".formatted(number(KERNEL)));
        default -> {} // a block without the first half
      }
      half(
          "dense %s, %s, dense %s"
              .formatted(number(FEED_FORWARD), options.text(ACTIVATION, architecture), width));
    }

    private int number(Option option) {
      return space.number(option, layer, architecture);
    }

    String kind() {
      return mixing.equals("identity") ? "dense block" : mixing.replace('_', ' ') + " block";
    }

    ImmutableList<CellGraph.Edge> edges() {
      return ImmutableList.copyOf(edges);
    }

    CellGraph graph(String title) {
      return new CellGraph(title, ImmutableList.of("input"), edges(), "", ImmutableList.of(last));
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
                  + (percent > 0 ? ", dropout %s %%".formatted(percent) : "")));
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
