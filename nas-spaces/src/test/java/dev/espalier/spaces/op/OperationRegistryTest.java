package dev.espalier.spaces.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Dropout;
import dev.espalier.network.Network;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationRegistryTest {
  private final OperationRegistry standard = OperationRegistry.standard();

  @Test
  void cellsOverEachKindOfInputHaveTheirOwnOperations() {
    assertEquals(
        ImmutableSet.of("zero", "skip", "dense_relu", "dense_tanh"),
        standard.ids(Role.CELL, Kind.VECTOR));
    assertEquals(
        ImmutableSet.of(
            "zero",
            "skip",
            "conv_1",
            "conv_3",
            "conv_5",
            "conv_7",
            "sep_conv_3",
            "sep_conv_5",
            "sep_conv_7",
            "dil_conv_3",
            "dil_conv_5",
            "max_pool_3",
            "avg_pool_3"),
        standard.ids(Role.CELL, Kind.SEQUENCE));
    assertEquals(
        ImmutableSet.of(
            "embed",
            "conv_ln_relu_3",
            "conv_ln_relu_5",
            "row_image",
            "row_image_positions",
            "conv_bn_relu_1x7",
            "conv_bn_relu_1x9"),
        standard.ids(Role.STEM, Kind.SEQUENCE));
    assertEquals(
        ImmutableSet.of(
            "zero",
            "skip",
            "skip_factorized",
            "factorized_reduce",
            "conv_1x1",
            "conv_3x3",
            "conv_5x5",
            "conv_7x7",
            "conv_7x1_1x7",
            "sep_conv_3x3",
            "sep_conv_3x3_centred",
            "sep_conv_5x5",
            "sep_conv_7x7",
            "dw_sep_conv_3x3",
            "dil_conv_3x3",
            "dil_conv_5x5",
            "dw_conv_3x3",
            "dw_conv_5x5",
            "group_conv_3x3",
            "mb_conv_3x3_e1",
            "mb_conv_3x3_e3",
            "mb_conv_3x3_e6",
            "mb_conv_5x5_e3",
            "mb_conv_5x5_e6",
            "mb_conv_3x3_e1_se",
            "mb_conv_3x3_e3_se",
            "mb_conv_3x3_e6_se",
            "mb_conv_5x5_e3_se",
            "mb_conv_5x5_e6_se",
            "ir_3x3_t3",
            "ir_5x5_t6",
            "residual_block",
            "max_pool_2x2",
            "max_pool_3x3",
            "max_pool_3x3_centred",
            "avg_pool_3x3",
            "avg_pool_3x3_centred",
            "conv_1x3",
            "conv_1x5",
            "conv_1x7",
            "conv_1x9",
            "conv_1x19",
            "conv_1x39",
            "dw_sep_conv_1x9",
            "dw_sep_conv_1x19",
            "dw_sep_conv_1x39",
            "dil_conv_1x3",
            "dil_conv_1x9",
            "bottleneck_1x9",
            "bottleneck_1x19",
            "bottleneck_1x39",
            "inception_1x19",
            "inception_1x39",
            "shortcut",
            "squeeze_excite",
            "max_pool_1x3",
            "avg_pool_1x3",
            "conv_bn_relu_1x1",
            "conv_bn_relu_3x3",
            "conv_bn_relu6_3x3",
            "conv_bn_3x3"),
        standard.ids(Role.CELL, Kind.IMAGE));
    assertEquals(
        ImmutableSet.of(
            "conv_bn_relu_1x1",
            "conv_bn_relu_3x3",
            "conv_bn_relu_1x7",
            "conv_bn_relu_1x9",
            "conv_bn_relu6_3x3",
            "conv_bn_3x3"),
        standard.ids(Role.STEM, Kind.IMAGE));
    assertEquals(
        ImmutableSet.of(
            "global_avg_pool",
            "global_max_pool",
            "relu_avg_pool",
            "wide_avg_pool_relu",
            "wide_avg_pool_relu6",
            "flatten",
            "identity"),
        standard.ids(Role.HEAD));
  }

  @Test
  void anOperationOfOnesOwnIsAddedWithoutTouchingTheOthers() {
    OperationRegistry extended = standard.with(new Noise());
    assertTrue(extended.find("noise").isPresent());
    assertFalse(standard.find("noise").isPresent());
  }

  @Test
  void anIdThatIsTakenIsRefused() {
    OperationRegistry extended = standard.with(new Noise());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> extended.with(new Noise()))
            .toString()
            .contains("operation 'noise' is there already"));
  }

  @Test
  void anUnknownIdIsAnsweredWithTheKnownOnes() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> standard.get("conv_9x9"))
            .toString()
            .contains("operation 'conv_9x9' must be one of [zero, skip,"));
  }

  @Test
  void aJarOnTheClassPathBringsItsOperations(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Operation.class.getName()), Noise.class.getName());
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      assertTrue(OperationRegistry.standard(loader).find("noise").isPresent());
    }
  }

  /** An operation such as a user would write. */
  public static final class Noise implements Operation {
    @Override
    public String id() {
      return "noise";
    }

    @Override
    public String summary() {
      return "drops a tenth of its input";
    }

    @Override
    public ImmutableSet<Kind> kinds() {
      return ImmutableSet.of(Kind.IMAGE, Kind.VECTOR);
    }

    @Override
    public ImmutableSet<Role> roles() {
      return ImmutableSet.of(Role.CELL);
    }

    @Override
    public int add(Network.Builder network, String key, int input, int features, int stride) {
      return network.add(key + ".dropout", new Dropout(0.1), input);
    }
  }
}
