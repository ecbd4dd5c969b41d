package dev.espalier.spaces.svg;

import com.google.common.xml.XmlEscapers;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.spaces.svg.Layout.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Draws architectures as SVG 1.1: the road from input to output and, beside it, the graph of each
 * cell, with every node and every edge once. The picture needs nothing else: no script, no font, no
 * style sheet. Equal drawings give equal bytes.
 */
public final class SvgDrawing {
  private static final int FONT_SIZE = 13;

  /** Width of a letter of a monospaced font, as a share of its size. */
  private static final double LETTER = 0.6;

  private static final double LINE = 18;
  private static final double PADDING = 8;
  private static final double MARGIN = 24;

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s"
          role="img" font-family="monospace" font-size="%3$s" text-anchor="middle" fill="#24292f">
      <title>%4$s</title>
      <desc>%5$s</desc>
      <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
      <path d="M0 0 L8 4 L0 8 z" fill="#57606a"/>
      </marker>
      </defs>
      <rect width="100%%" height="100%%" fill="#ffffff"/>
      """;

  private final StringBuilder svg = new StringBuilder();

  private SvgDrawing() {}

  /**
   * Draws an architecture.
   *
   * @param drawing what to show
   * @param title in a few words, such as the name of the space
   * @param description more of them, such as the encoding of the architecture
   * @return an XML document, in UTF-8 as it declares, which ends in a line break
   */
  public static String of(Drawing drawing, String title, String description) {
    List<Panel> panels = new ArrayList<>();
    if (!drawing.stages().isEmpty()) {
      panels.add(Panel.of(drawing.stages()));
    }
    for (CellGraph cell : drawing.cells()) {
      panels.add(Panel.of(cell));
    }
    return new SvgDrawing().draw(panels, title, description);
  }

  private String draw(List<Panel> panels, String title, String description) {
    double x = MARGIN;
    double height = 0;
    for (Panel panel : panels) {
      Layout layout = Layout.of(panel, SvgDrawing::box, SvgDrawing::text);
      double width = Math.max(layout.width(), text(panel.heading()).width());
      panel(panel, layout, x, width);
      x += width + MARGIN;
      height = Math.max(height, layout.height());
    }
    String head =
        HEAD.formatted(
            number(x),
            number(MARGIN + LINE + height + MARGIN),
            FONT_SIZE,
            escaped(title),
            escaped(description));
    return head + svg + "</svg>\n";
  }

  private void panel(Panel panel, Layout layout, double x, double width) {
    line("<g class=\"panel\" transform=\"translate(%s %s)\">".formatted(number(x), number(MARGIN)));
    line(
        "<text x=\"%s\" y=\"0\" font-weight=\"bold\">%s</text>"
            .formatted(number(width / 2), escaped(panel.heading())));
    line(
        "<g transform=\"translate(%s %s)\">"
            .formatted(number((width - layout.width()) / 2), number(LINE / 2)));
    for (int i = 0; i < panel.arrows().size(); i++) {
      arrow(panel.arrows().get(i).label(), layout.paths().get(i), layout.labels().get(i));
    }
    for (int i = 0; i < panel.boxes().size(); i++) {
      box(panel.boxes().get(i), layout.boxes().get(i));
    }
    line("</g>");
    line("</g>");
  }

  private void arrow(String label, List<Layout.Point> path, Area place) {
    line("<g class=\"edge\">");
    line(
        "<path d=\"M%s\" fill=\"none\" stroke=\"#57606a\" marker-end=\"url(#arrow)\"/>"
            .formatted(
                path.stream()
                    .map(point -> number(point.x()) + " " + number(point.y()))
                    .collect(Collectors.joining(" L"))));
    if (!label.isEmpty()) {
      rectangle(place, "fill=\"#ffffff\"");
      label(label, place);
    }
    line("</g>");
  }

  private void box(Panel.Box box, Area place) {
    line("<g class=\"node\">");
    rectangle(place, "rx=\"4\" fill=\"%s\" stroke=\"#57606a\"".formatted(box.role().colour()));
    label(box.label(), place);
    line("</g>");
  }

  private void rectangle(Area place, String style) {
    line(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" %s/>"
            .formatted(
                number(place.x()),
                number(place.y()),
                number(place.width()),
                number(place.height()),
                style));
  }

  private void label(String text, Area place) {
    line(
        "<text x=\"%s\" y=\"%s\" dy=\"0.35em\">%s</text>"
            .formatted(
                number(place.x() + place.width() / 2),
                number(place.y() + place.height() / 2),
                escaped(text)));
  }

  private void line(String line) {
    svg.append(line).append('\n');
  }

  private static Area box(String text) {
    return new Area(0, 0, text(text).width() + PADDING, LINE + PADDING);
  }

  private static Area text(String text) {
    return text.isEmpty()
        ? new Area(0, 0, 0, 0)
        : new Area(0, 0, LETTER * FONT_SIZE * text.length() + PADDING, LINE);
  }

  /** Also puts a replacement for what XML cannot hold. */
  private static String escaped(String text) {
    return XmlEscapers.xmlContentEscaper().escape(text);
  }

  /** To a tenth of a pixel. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
