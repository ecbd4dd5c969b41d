package dev.espalier.spaces.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.ConfigException;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Domain;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Parts of a network that repeat no, one or several times. */
class StagesThatMayBeMissingTest {
  private static CellSpaceBuilder space() {
    return CellSpaceSpec.named("some")
        .decision("channels", Domain.choice("4", "8"))
        .stem("conv_bn_relu_3x3")
        .cell("one", cell -> cell.nodes(1).share(false).ops("conv_1x1", "conv_3x3"))
        .head("global_avg_pool");
  }

  private static CellSpace bound(CellSpaceBuilder builder) {
    return CellSpace.of(builder.build().bind(new Shape.Image(1, 8, 8), 3));
  }

  @Test
  void theirDecisionsAreAskedOnlyWhereTheyAreThere() {
    CellSpace space =
        bound(
            space()
                .stage("one")
                .stage("one", Setting.range(0, 2), Setting.open(Domain.choice("16", "32"))));
    RandomGenerator random = Seeds.generator(3);
    Set<Integer> depths = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Architecture drawn = space.sample(random);
      int repeat = drawn.integer("s1.repeat");
      Network network = space.expand(drawn);
      depths.add(repeat);
      assertEquals(repeat > 0, drawn.values().containsKey("s1.channels"));
      assertEquals(repeat > 0, drawn.values().containsKey("s1.c0.n0.op0"));
      assertEquals(repeat > 1, drawn.values().containsKey("s1.c1.n0.op0"));
      int last = network.node(network.output().inputs().get(0)).shape().features();
      assertEquals(drawn.integer(repeat > 0 ? "s1.channels" : "channels"), last);
      assertEquals(drawn, space.check(Architecture.parse(drawn.encoding())));
    }
    assertEquals(Set.of(0, 1, 2), depths);
    // The first cell comes in 4 ways, the part behind it in 1, 2 x 2 and 2 x 4.
    assertEquals("52", space.size().toString());
  }

  @Test
  void aNetworkHasAtLeastOneCell() {
    CellSpaceBuilder nothing = space().stage("one", 0, 2).stage("one", 0, 1);
    assertEquals(
        "some: macro: may come out without a cell; repeat at least one part at least once",
        assertThrows(ConfigException.class, nothing::build).getMessage());
  }

  @Test
  void aPartThatIsNeverThereIsAMistake() {
    CellSpaceBuilder never = space().stage("one").stage("one", Setting.of(0));
    assertEquals(
        "some: macro[1].repeat: value '0': never has a cell; remove this part, or let it repeat",
        assertThrows(ConfigException.class, never::build).getMessage());
  }

  @Test
  void whatFollowsIsCheckedForTheWidthsOfBoth() {
    CellSpaceBuilder groups =
        CellSpaceSpec.named("some")
            .decision("channels", Domain.choice("6"))
            .stem("conv_bn_relu_3x3")
            .cell("one", cell -> cell.nodes(1).ops("conv_3x3"))
            .cell("groups", cell -> cell.nodes(1).ops("group_conv_3x3"))
            .stage("one", Setting.range(0, 1), Setting.of(8))
            .stage("groups")
            .head("global_avg_pool");
    String message = assertThrows(ConfigException.class, () -> bound(groups)).toString();
    assertTrue(message.contains("cannot make 6 channels of 6"), message);
    assertFalse(message.contains("channels of 8"), message);
  }
}
