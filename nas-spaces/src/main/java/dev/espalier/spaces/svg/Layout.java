package dev.espalier.spaces.svg;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Places of the boxes and arrows of a panel, in pixels from its upper left corner: layers from top
 * to bottom, as few crossings as can be found (Sugiyama et al. 1981, "Methods for visual
 * understanding of hierarchical system structures"), by the Eclipse Layout Kernel.
 *
 * @param boxes as in the panel
 * @param paths as the arrows of the panel
 * @param labels where the texts of the arrows go; without size where there is none
 */
record Layout(
    double width,
    double height,
    ImmutableList<Area> boxes,
    ImmutableList<ImmutableList<Point>> paths,
    ImmutableList<Area> labels) {
  private static final double BETWEEN_BOXES = 24;
  private static final double BETWEEN_LAYERS = 22;

  /** A rectangle. */
  record Area(double x, double y, double width, double height) {}

  /** A corner of a path. */
  record Point(double x, double y) {}

  /** How large a text is. */
  @FunctionalInterface
  interface Measure {
    /** The area that a text fills, at the origin. */
    Area of(String text);
  }

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  /** Equal panels are laid out equally. */
  static Layout of(Panel panel, Measure box, Measure label) {
    ElkNode graph = graph();
    List<ElkNode> nodes = new ArrayList<>();
    for (Panel.Box each : panel.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(graph);
      Area area = box.of(each.label());
      node.setDimensions(area.width(), area.height());
      nodes.add(node);
    }
    List<ElkEdge> edges = new ArrayList<>();
    for (Panel.Arrow arrow : panel.arrows()) {
      ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(arrow.from()), nodes.get(arrow.to()));
      addLabel(edge, arrow.label(), label.of(arrow.label()));
      edges.add(edge);
    }
    new LayeredLayoutProvider().layout(graph, new BasicProgressMonitor());
    return new Layout(
        graph.getWidth(),
        graph.getHeight(),
        nodes.stream()
            .map(at -> new Area(at.getX(), at.getY(), at.getWidth(), at.getHeight()))
            .collect(ImmutableList.toImmutableList()),
        edges.stream().map(Layout::path).collect(ImmutableList.toImmutableList()),
        edges.stream()
            .map(edge -> edge.getLabels().get(0))
            .map(at -> new Area(at.getX(), at.getY(), at.getWidth(), at.getHeight()))
            .collect(ImmutableList.toImmutableList()));
  }

  private static ElkNode graph() {
    ElkNode graph = ElkGraphUtil.createGraph();
    graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_BOXES);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
    graph.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    graph.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_EDGES);
    return graph;
  }

  /** One without a text would be left where it is. */
  private static void addLabel(ElkEdge edge, String text, Area size) {
    ElkLabel label = ElkGraphUtil.createLabel(text, edge);
    label.setDimensions(size.width(), size.height());
    label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
    label.setProperty(LayeredOptions.EDGE_LABELS_INLINE, true);
  }

  private static ImmutableList<Point> path(ElkEdge edge) {
    ElkEdgeSection section = edge.getSections().get(0);
    ImmutableList.Builder<Point> path = ImmutableList.builder();
    path.add(new Point(section.getStartX(), section.getStartY()));
    section.getBendPoints().forEach(bend -> path.add(new Point(bend.getX(), bend.getY())));
    return path.add(new Point(section.getEndX(), section.getEndY())).build();
  }
}
