package dev.espalier.spaces.cell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How an input of a cell, of whatever width and size, becomes one of the cell's width and size. */
public enum Align {
  /**
   * Where the width or the size differs, by a 1x1 convolution with batch norm (over vectors and the
   * steps of sequences a dense layer), of stride 2 where the input is larger.
   */
  PROJECT,
  /**
   * Always by ReLU, 1x1 convolution and batch norm, as DARTS (Liu et al. 2019) does; where the
   * input is larger, by {@code factorized_reduce}. Over images only.
   */
  PREPROCESS,
  /** Not at all: the operations on the cell's input take what there is. Of one input only. */
  NONE;

  /** Name in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  static List<String> ids() {
    return Arrays.stream(values()).map(Align::id).toList();
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Align of(String id) {
    return Arrays.stream(values())
        .filter(align -> align.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "align '%s' must be one of %s".formatted(id, String.join(", ", ids()))));
  }
}
