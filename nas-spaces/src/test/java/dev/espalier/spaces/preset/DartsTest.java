package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.network.Cost;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.cell.DartsGenotype;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The genotypes published with the code of DARTS. */
class DartsTest {
  private static final String V1 =
      """
      Genotype(normal=[('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 0), ('sep_conv_3x3', 1), \
      ('skip_connect', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 2)], \
      normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), \
      ('max_pool_3x3', 0), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), \
      ('avg_pool_3x3', 0)], reduce_concat=[2, 3, 4, 5])""";
  private static final String V2 =
      """
      Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), \
      ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], \
      normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), \
      ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), \
      ('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])""";

  private final CellSpace space =
      CellSpace.of(((CellSpaceSpec) Presets.get("darts-cnn")).bind(new Shape.Image(3, 32, 32), 10));

  /** Two of 2, 3, 4 and 5 states, and seven operations on both, in two cells. */
  @Test
  void thereAreAsManyArchitecturesAsPublished() {
    BigInteger cell = BigInteger.valueOf(3 * 6 * 10).multiply(BigInteger.valueOf(7).pow(8));
    assertEquals(cell.pow(2), space.size());
  }

  /** The paper says 3.3 million for V2; its code counts 3.349342 without the auxiliary head. */
  @Test
  void theSecondOrderCellHasThePublishedParameters() {
    Cost cost = space.expand(DartsGenotype.parse(V2).architecture(space)).cost();
    assertEquals(3_349_342, cost.params());
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  void genotypesAreReadAndWritten(String text) {
    Architecture architecture = DartsGenotype.parse(text).architecture(space);
    DartsGenotype written = DartsGenotype.of(space, architecture);
    assertEquals(written, DartsGenotype.parse(written.text()));
    assertEquals(architecture, written.architecture(space));
  }

  @Test
  void anyArchitectureHasAGenotype() {
    RandomGenerator random = Seeds.generator(6);
    for (int i = 0; i < 200; i++) {
      Architecture architecture = space.sample(random);
      String text = DartsGenotype.of(space, architecture).text();
      assertEquals(architecture, DartsGenotype.parse(text).architecture(space));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Genotype(normal=[], normal_concat=[], reduce=[], reduce_concat=[])",
        "Genotype(normal=[('skip_connect', 0)], normal_concat=[2], reduce=[('skip_connect', 0)], reduce_concat=[2])",
        "Genotype(normal=[('skip_connect', 0), ('skip_connect', 2)], normal_concat=[2], reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])",
        "Genotype(normal=[('skip_connect', 0), ('skip_connect', 1)], normal_concat=[3], reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])"
      })
  void aTextThatIsNoneIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> DartsGenotype.parse(text));
  }

  @Test
  void aGenotypeOfAnotherSpaceIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DartsGenotype.parse(V1.replace("avg_pool_3x3", "none")).architecture(space));
  }
}
