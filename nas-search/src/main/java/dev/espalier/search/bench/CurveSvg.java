package dev.espalier.search.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.html.HtmlEscapers;
import dev.espalier.objective.Summary;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws what strategies found on a table over their evaluations, as SVG 1.1: a line of means for
 * each, and its 95 % interval as a band. The picture needs nothing else; equal runs give equal
 * bytes. The first evaluations, in which all rise steeply, are left out of the vertical scale.
 */
public final class CurveSvg {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int TOP = 20;
  private static final int RIGHT = 250;
  private static final int BOTTOM = 50;
  private static final int MOST_POINTS = 250;
  private static final int TICKS = 5;

  /** Share of the evaluations at the beginning that the vertical scale does not heed. */
  private static final double STEEP = 0.1;

  /** Colours that colour-blind people tell apart (Okabe and Ito 2008). */
  private static final ImmutableList<String> COLOURS =
      ImmutableList.of(
          "#000000", "#e69f00", "#56b4e9", "#009e73", "#0072b2", "#d55e00", "#cc79a7", "#8a8a00");

  private final List<TabularRun> runs;
  private final int most;
  private final double low;
  private final double high;

  private CurveSvg(List<TabularRun> runs) {
    this.runs = runs;
    this.most = runs.stream().mapToInt(TabularRun::evaluations).max().orElse(1);
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (TabularRun run : runs) {
      for (int after : List.of((int) Math.ceil(STEEP * most), most)) {
        Summary summary = run.after(after);
        least = Math.min(least, summary.mean() - TabularRun.interval(summary));
        greatest = Math.max(greatest, summary.mean() + TabularRun.interval(summary));
      }
    }
    double margin = Math.max(1e-9, 0.05 * (greatest - least));
    this.low = least - margin;
    this.high = greatest + margin;
  }

  /**
   * Draws runs of strategies on one table.
   *
   * @param runs at least one
   * @return an XML document, in UTF-8 as it declares
   */
  public static String of(List<TabularRun> runs) {
    return new CurveSvg(runs).draw();
  }

  private String draw() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s"
            role="img" font-family="sans-serif" font-size="13" fill="#24292f">
        <title>%3$s</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <clipPath id="plot"><rect x="%4$s" y="%5$s" width="%6$s" height="%7$s"/></clipPath>
        """
            .formatted(
                WIDTH,
                HEIGHT,
                escape("%s, mean of the incumbents".formatted(runs.get(0).table())),
                LEFT,
                TOP,
                WIDTH - LEFT - RIGHT,
                HEIGHT - TOP - BOTTOM));
    axes(svg);
    for (int i = 0; i < runs.size(); i++) {
      curve(svg, runs.get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = low + (high - low) * tick / TICKS;
      line(svg, LEFT, y(value), WIDTH - RIGHT, y(value), "#d0d7de");
      text(svg, LEFT - 8, y(value) + 4, "end", String.format(Locale.ROOT, "%.2f", value));
      double evaluations = 1 + (most - 1.0) * tick / TICKS;
      text(
          svg,
          x(evaluations),
          HEIGHT - BOTTOM + 20,
          "middle",
          String.format(Locale.ROOT, "%.0f", evaluations));
    }
    line(svg, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "#24292f");
    text(
        svg,
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 10,
        "middle",
        "evaluations (band: 95 %% interval of the mean of %s seeds)"
            .formatted(runs.get(0).seeds().size()));
  }

  private void curve(StringBuilder svg, TabularRun run, String colour, int place) {
    List<Integer> points =
        IntStream.rangeClosed(0, Math.min(most, MOST_POINTS) - 1)
            .map(
                i ->
                    1
                        + (int)
                            Math.round(
                                (most - 1.0) * i / Math.max(1, Math.min(most, MOST_POINTS) - 1)))
            .distinct()
            .boxed()
            .toList();
    List<Summary> summaries = points.stream().map(run::after).toList();
    StringBuilder upper = new StringBuilder();
    StringBuilder lower = new StringBuilder();
    StringBuilder mean = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      double half = TabularRun.interval(summaries.get(i));
      upper.append(point(points.get(i), summaries.get(i).mean() + half));
      lower.insert(0, point(points.get(i), summaries.get(i).mean() - half));
      mean.append(point(points.get(i), summaries.get(i).mean()));
    }
    svg.append(
        "<polygon clip-path=\"url(#plot)\" points=\"%s%s\" fill=\"%s\" fill-opacity=\"0.15\"/>\n"
            .formatted(upper, lower, colour));
    svg.append(
        "<polyline clip-path=\"url(#plot)\" points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"/>\n"
            .formatted(mean, colour));
    double height = TOP + 12 + 20.0 * place;
    line(svg, WIDTH - RIGHT + 12, height - 4, WIDTH - RIGHT + 32, height - 4, colour);
    text(svg, WIDTH - RIGHT + 38, height, "start", run.label());
  }

  private String point(int evaluations, double value) {
    return number(x(evaluations)) + "," + number(y(value)) + " ";
  }

  private double x(double evaluations) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (evaluations - 1) / Math.max(1, most - 1);
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>\n"
            .formatted(number(x1), number(y1), number(x2), number(y2), colour));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(number(x), number(y), anchor, escape(text)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String escape(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }
}
