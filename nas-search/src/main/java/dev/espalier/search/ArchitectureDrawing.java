package dev.espalier.search;

import dev.espalier.drawing.Drawing;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.SpaceOrigin;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.svg.SvgDrawing;

/** Draws the architecture of a file, by the space and the genotype that the file holds. */
public final class ArchitectureDrawing {
  private ArchitectureDrawing() {}

  /**
   * An SVG picture, which ends in a line break. Operations of a user's own need not be there.
   *
   * @throws IllegalArgumentException if the file says of no described space that it is from
   */
  public static String svg(ArchitectureFile file) {
    SpaceOrigin origin =
        file.space()
            .filter(space -> space.spec().isObject())
            .orElseThrow(ArchitectureDrawing::unknown);
    Architecture architecture = file.genotype().orElseThrow(ArchitectureDrawing::unknown);
    Drawing drawing =
        Verification.spec(origin).space(OperationRegistry.standard().open()).drawing(architecture);
    return SvgDrawing.of(drawing, origin.name(), architecture.encoding());
  }

  private static IllegalArgumentException unknown() {
    return new IllegalArgumentException(
        "the architecture cannot be drawn: its file must hold a described space and a genotype");
  }
}
