package dev.espalier.spaces.svg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.ConfigException;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.preset.SpaceFiles;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec;
import dev.espalier.spaces.transformer.TransformerSpaceSpec;
import java.io.StringReader;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgDrawingTest {
  private static final String CELLS =
      """
      apiVersion: nas-space/v1
      name: cells
      input: {type: image, height: 8, width: 8, channels: 1}
      classes: 10
      stem: {op: conv_bn_relu_3x3, channels: 8}
      cells:
        normal: {inputs: 2, nodes: 3, edgesPerNode: 2, merge: concat, ops: [skip, conv_3x3]}
        reduce: {like: normal, stride: 2}
      macro: [{cell: normal, repeat: 2}, {cell: reduce}, {cell: normal}]
      head: {op: global_avg_pool}
      """;

  private static NetworkSpace cells() {
    return SpaceFiles.standard().parse("cells", CELLS).space(OperationRegistry.standard());
  }

  private static RecurrentSpaceSpec.Builder recurrent() {
    return RecurrentSpaceSpec.named("layers").input(new Shape.Tokens(60, 29)).outputs(3);
  }

  private static NetworkSpace layers() {
    return recurrent()
        .cells("lstm", "gru")
        .layers(2, 3)
        .units(16)
        .skips("none", "residual")
        .build()
        .space(OperationRegistry.standard());
  }

  private static NetworkSpace dag() {
    return recurrent()
        .cells("dag")
        .nodes(4, 8)
        .activations("tanh", "relu")
        .layers(1, 1)
        .units(16)
        .build()
        .space(OperationRegistry.standard());
  }

  private static NetworkSpace transformer() {
    return TransformerSpaceSpec.named("encoder")
        .input(new Shape.Tokens(100, 16))
        .outputs(3)
        .layers(2, 4)
        .width(8)
        .heads(2)
        .feedForward(16)
        .norms("pre", "post")
        .mixings("attention", "conv", "identity")
        .build()
        .space(OperationRegistry.standard());
  }

  static Stream<NetworkSpace> families() {
    return Stream.concat(
        Stream.of(cells(), layers(), dag(), transformer()),
        Presets.names().stream().map(SvgDrawingTest::preset));
  }

  /** Bound to the first kind of data that it takes. */
  private static NetworkSpace preset(String name) {
    for (Shape shape :
        List.of(new Shape.Image(3, 32, 32), new Shape.Tokens(100, 16), new Shape.Vector(16))) {
      try {
        return Presets.get(name).bind(shape, 10).space(OperationRegistry.standard());
      } catch (ConfigException misfit) {
        assertFalse(misfit.faults().isEmpty());
      }
    }
    throw new AssertionError(name + " takes no data");
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyNodeAndEveryEdgeIsThereOnce(NetworkSpace space) throws Exception {
    RandomGenerator random = Seeds.generator(5);
    for (int i = 0; i < 20; i++) {
      Architecture architecture = space.sample(random);
      Drawing drawing = space.drawing(architecture);
      String svg = SvgDrawing.of(drawing, space.name(), architecture.encoding());
      assertEquals(
          svg, SvgDrawing.of(space.drawing(architecture), space.name(), architecture.encoding()));
      Element root = parse(svg);
      assertEquals(List.of(space.name()), texts(root, "title"));
      assertEquals(List.of(architecture.encoding()), texts(root, "desc"));
      List<Element> panels = groups(root, "panel");
      assertEquals(1 + drawing.cells().size(), panels.size());
      Element road = panels.get(0);
      assertEquals(drawing.stages(), labels(groups(road, "node")));
      assertEquals(drawing.stages().size() - 1, groups(road, "edge").size());
      for (int k = 0; k < drawing.cells().size(); k++) {
        assertShows(drawing.cells().get(k), panels.get(k + 1));
      }
    }
  }

  private static void assertShows(CellGraph cell, Element panel) {
    assertEquals(cell.title(), texts(panel, "text").get(0));
    List<String> nodes = labels(groups(panel, "node"));
    assertEquals(cell.nodes().asList(), nodes.subList(0, nodes.size() - 1));
    assertTrue(nodes.get(nodes.size() - 1).startsWith("output"), nodes::toString);
    List<Element> edges = groups(panel, "edge");
    assertEquals(cell.edges().size() + cell.merged().size() + cell.added().size(), edges.size());
    assertEquals(
        cell.edges().stream().map(CellGraph.Edge::label).toList(),
        labels(edges.subList(0, cell.edges().size())));
  }

  /** Each arrow starts at the lower side of its box and ends at the upper side of the other. */
  @Test
  void arrowsJoinTheirBoxesAndBoxesLieApart() {
    NetworkSpace space = cells();
    RandomGenerator random = Seeds.generator(6);
    for (int i = 0; i < 20; i++) {
      Panel panel = Panel.of(space.drawing(space.sample(random)).cells().get(0));
      Layout layout =
          Layout.of(
              panel,
              text -> new Layout.Area(0, 0, 50, 20),
              text -> new Layout.Area(0, 0, 7.0 * text.length(), text.isEmpty() ? 0 : 10));
      for (int k = 0; k < panel.arrows().size(); k++) {
        Panel.Arrow arrow = panel.arrows().get(k);
        List<Layout.Point> path = layout.paths().get(k);
        Layout.Area from = layout.boxes().get(arrow.from());
        Layout.Area to = layout.boxes().get(arrow.to());
        assertEquals(from.y() + from.height(), path.get(0).y(), 0.01);
        assertEquals(to.y(), path.get(path.size() - 1).y(), 0.01);
        assertTrue(path.get(0).x() > from.x() && path.get(0).x() < from.x() + from.width());
      }
      List<Layout.Area> areas =
          Stream.concat(
                  layout.boxes().stream(),
                  layout.labels().stream().filter(label -> label.width() > 0))
              .toList();
      IntStream.range(0, areas.size())
          .forEach(
              one ->
                  areas
                      .subList(one + 1, areas.size())
                      .forEach(other -> assertApart(areas.get(one), other)));
    }
  }

  private static void assertApart(Layout.Area one, Layout.Area other) {
    assertTrue(
        one.x() + one.width() <= other.x()
            || other.x() + other.width() <= one.x()
            || one.y() + one.height() <= other.y()
            || other.y() + other.height() <= one.y(),
        () -> one + " overlaps " + other);
  }

  @Test
  void namesOfAUserAreEscapedAndWhatXmlCannotHoldIsReplaced() throws Exception {
    String name = "<script>alert('&')</script>\u0007";
    CellGraph cell =
        new CellGraph(
            name,
            ImmutableList.of("a<b"),
            ImmutableList.of(new CellGraph.Edge("a<b", "\"c\"", "x & y")),
            "sum",
            ImmutableList.of("a<b", "\"c\""));
    Drawing drawing = new Drawing(ImmutableList.of(), ImmutableList.of(cell));
    Element root = parse(SvgDrawing.of(drawing, name, name));
    assertEquals(0, root.getElementsByTagName("script").getLength());
    assertEquals(List.of(name.replace('\u0007', '\ufffd')), texts(root, "title"));
    assertEquals(List.of("a<b", "\"c\"", "output: sum"), labels(groups(root, "node")));
    assertEquals(List.of("x & y", "", ""), labels(groups(root, "edge")));
  }

  @Test
  void aPictureNeedsNothingElse() {
    NetworkSpace space = cells();
    String svg = SvgDrawing.of(space.drawing(space.sample(Seeds.generator(7))), "a", "b");
    String own = svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").replace("url(#arrow)", "");
    for (String outside : List.of("http", "href", "url(", "<script", "<style", "<!", "@import")) {
      assertFalse(own.contains(outside), outside);
    }
  }

  private static Element parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Element root =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    assertEquals("svg", root.getTagName());
    return root;
  }

  private static List<String> texts(Element element, String tag) {
    return elements(element, tag).map(Element::getTextContent).toList();
  }

  private static List<Element> groups(Element element, String kind) {
    return elements(element, "g").filter(g -> g.getAttribute("class").equals(kind)).toList();
  }

  private static List<String> labels(List<Element> groups) {
    return groups.stream().map(group -> String.join("", texts(group, "text"))).toList();
  }

  private static Stream<Element> elements(Element element, String tag) {
    NodeList found = element.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
  }
}
