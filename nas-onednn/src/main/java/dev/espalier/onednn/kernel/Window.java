package dev.espalier.onednn.kernel;

/**
 * Window of a convolution or a pooling; sizes in pixels, height first.
 *
 * @param dilationH distance of two taps, at least 1
 * @param bottom padding below; may be smaller than needed, then the last rows are not read
 */
public record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int top,
    int left,
    int bottom,
    int right) {

  /** A window over whole maps. */
  public static Window whole(Dims dims) {
    return new Window(dims.h(), dims.w(), 1, 1, 1, 1, 0, 0, 0, 0);
  }

  /** Whether it is a square of this side that moves by one pixel and leaves none out. */
  boolean isDense(int side) {
    return kernelH == side
        && kernelW == side
        && strideH == 1
        && strideW == 1
        && dilationH == 1
        && dilationW == 1;
  }

  long[] kernel() {
    return new long[] {kernelH, kernelW};
  }

  long[] stride() {
    return new long[] {strideH, strideW};
  }

  /** As oneDNN counts it: 0 is dense. */
  long[] dilation() {
    return new long[] {dilationH - 1, dilationW - 1};
  }

  long[] before() {
    return new long[] {top, left};
  }

  long[] after() {
    return new long[] {bottom, right};
  }
}
