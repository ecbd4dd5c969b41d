package dev.espalier.eval.sharing;

/**
 * Options of how paths are trained.
 *
 * @param sandwich whether each path is trained at its narrowest and widest as well (Yu and Huang,
 *     <i>Universally Slimmable Networks</i>, ICCV 2019)
 * @param costDecay how much sooner the learning rate of cheap paths falls, and how much later that
 *     of dear ones, in [0, 1): with the schedule's factor f, that of the cheapest is {@code f^(1 +
 *     costDecay)}, that of the dearest {@code f^(1 - costDecay)} (the complexity-aware schedule of
 *     Jeon et al., <i>Subnet-Aware Dynamic Supernet Training</i>, CVPR 2025)
 * @param momentumBy the decision by whose values the optimizer's state is kept apart (momentum
 *     separation, in the same paper); empty for one state for all
 */
public record PathTuning(boolean sandwich, double costDecay, String momentumBy) {
  /** None of them. */
  public static final PathTuning NONE = new PathTuning(false, 0.0, "");

  /** Checks the range. */
  public PathTuning {
    if (!(costDecay >= 0.0 && costDecay < 1.0)) {
      throw new IllegalArgumentException("costDecay (%s) must lie in [0, 1)".formatted(costDecay));
    }
  }
}
