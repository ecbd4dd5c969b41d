package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.ConfigException;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.spec.SpaceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spaces described in Java are the same after they were written to YAML and read again. */
class RoundTripTest {
  private static final long SEED = 20_261_126;
  private static final int CASES = 1_000;

  private enum Family {
    CELLS(
        "edgesPerNode all mostEdges concat concat_wide add project preprocess none share norm widen"
            + " stride inputs nodes channels repeat decisions"),
    RECURRENT("dag nodes activations entry merge loose_ends both residual dropout each_step"),
    TRANSFORMER(
        "each gelu post conv identity weighted_attention kernel learned dropout summary each_step");

    private final ImmutableList<String> words;

    Family(String words) {
      this.words = ImmutableList.copyOf(words.split(" "));
    }

    SpaceSpec draw(RandomSpaces spaces) {
      return switch (this) {
        case CELLS -> spaces.cells();
        case RECURRENT -> spaces.recurrent();
        case TRANSFORMER -> spaces.transformer();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void javaAndYamlDescribeTheSameSpace(Family family) {
    RandomSpaces spaces = new RandomSpaces(SEED);
    Set<String> hashes = new HashSet<>();
    Set<String> words = new HashSet<>();
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      SpaceSpec java;
      NetworkSpace space;
      try {
        java = family.draw(spaces);
        space = Bound.of(java);
      } catch (ConfigException misfit) {
        refused++;
        continue;
      }
      SpaceSpec yaml = SpaceFiles.standard().parse(i + ".yaml", java.toYaml());
      assertEquals(java, yaml);
      assertEquals(java.hash(), yaml.hash());
      assertEquals(java.toYaml(), yaml.toYaml());
      hashes.add(java.hash());
      words.addAll(List.of(java.toYaml().split("[^A-Za-z_0-9]+")));
      assertSameArchitectures(space, Bound.of(yaml), i);
    }
    assertTrue(refused < CASES / 2, refused + " of what was drawn are no spaces");
    assertTrue(hashes.size() > CASES / 3, hashes.size() + " different spaces");
    assertTrue(words.containsAll(family.words), () -> "only " + words);
  }

  private static void assertSameArchitectures(NetworkSpace java, NetworkSpace yaml, int number) {
    assertEquals(java.hash(), yaml.hash());
    assertEquals(java.decisions(), yaml.decisions());
    assertEquals(java.size(), yaml.size());
    Architecture sample = java.sample(Seeds.generator(SEED, "sample", number));
    assertEquals(sample, yaml.sample(Seeds.generator(SEED, "sample", number)));
    assertEquals(java.expand(sample), yaml.expand(sample));
  }
}
