package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.network.Cost;
import dev.espalier.network.Identity;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MobileNetTest {
  /** Table 2 of Sandler et al. 2018. */
  private static final String MOBILENET_V2 =
      """
      apiVersion: nas-space/v1
      name: mobilenet-v2
      stem: {op: conv_bn_relu6_3x3, channels: 32, stride: 2}
      cells:
        first: {nodes: 1, edgesPerNode: 1, align: none, ops: [mb_conv_3x3_e1]}
        block: {nodes: 1, edgesPerNode: 1, align: none, ops: [mb_conv_3x3_e6]}
        halving: {like: block, stride: 2}
      macro:
        - {cell: first, channels: 16}
        - {cell: halving, channels: 24}
        - {cell: block}
        - {cell: halving, channels: 32}
        - {cell: block, repeat: 2}
        - {cell: halving, channels: 64}
        - {cell: block, repeat: 3}
        - {cell: block, repeat: 3, channels: 96}
        - {cell: halving, channels: 160}
        - {cell: block, repeat: 2}
        - {cell: block, channels: 320}
      head: {op: wide_avg_pool_relu6, norm: false}
      """;

  private final CellSpace macro =
      CellSpace.of(
          ((CellSpaceSpec) Presets.get("mobilenet-macro")).bind(new Shape.Image(3, 32, 32), 10));

  /** torchvision's mobilenet_v2 has 3,504,872 parameters and 300,774,272 multiply-accumulates. */
  @Test
  void mobileNetV2HasThePublishedCosts() {
    CellSpaceSpec spec = (CellSpaceSpec) SpaceFiles.standard().parse("v2", MOBILENET_V2);
    CellSpace space = CellSpace.of(spec.bind(new Shape.Image(3, 224, 224), 1000));
    assertEquals(BigInteger.ONE, space.size());
    Cost cost = space.expand(Architecture.of(Map.of())).cost();
    assertEquals(3_504_872, cost.params());
    assertEquals(300_774_272, cost.macs());
  }

  @Test
  void thereAreAsManyArchitecturesAsPublished() {
    assertEquals(BigInteger.valueOf(6_561), macro.size());
    assertEquals(
        List.of(
            "s0.c0.n0.op0",
            "s1.c0.n0.op0",
            "s2.c0.n0.op0",
            "s3.c0.n0.op0",
            "s3.c1.n0.op0",
            "s4.c0.n0.op0",
            "s5.c0.n0.op0",
            "s5.c1.n0.op0"),
        macro.decisions().stream().map(decision -> decision.name()).toList());
  }

  /** What the published code makes of the architectures {@code 00000000} and {@code 12021102}. */
  @Test
  void eachLayerIsChosenByItself() {
    Network identities = network("00000000");
    // Five of the layers keep size and width.
    assertEquals(
        5, identities.nodes().stream().filter(node -> node.layer() instanceof Identity).count());
    assertEquals(parameters("00000000"), identities.cost().params());
    assertEquals(parameters("12021102"), network("12021102").cost().params());
  }

  private Network network(String digits) {
    List<String> ops = List.of("skip", "ir_3x3_t3", "ir_5x5_t6");
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < digits.length(); i++) {
      values.put(macro.decisions().get(i).name(), ops.get(Character.digit(digits.charAt(i), 10)));
    }
    return macro.expand(macro.check(Architecture.of(values)));
  }

  /** Counted from the published code's layers, one by one. */
  private static long parameters(String digits) {
    int[] widths = {64, 64, 128, 128, 128, 256, 256, 256};
    long sum = 3 * 9 * 32 + 2 * 32;
    int before = 32;
    for (int i = 0; i < widths.length; i++) {
      int width = widths[i];
      sum +=
          switch (digits.charAt(i)) {
            case '0' -> width == before ? 0L : (before + 2L) * width;
            case '1' -> inverted(before, width, 3, 3);
            default -> inverted(before, width, 5, 6);
          };
      before = width;
    }
    return sum + 256L * 1280 + 2 * 1280 + 1280 * 10 + 10;
  }

  private static long inverted(long in, long out, long kernel, long expansion) {
    long hidden = in * expansion;
    return in * hidden
        + 2 * hidden
        + kernel * kernel * hidden
        + 2 * hidden
        + hidden * out
        + 2 * out;
  }
}
