package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.study.ToySpace;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class JointSpaceTest extends SearchSpaceContract {
  private static final ToySpace NETWORKS = new ToySpace(4, 2);
  private static final List<Decision> OTHERS =
      List.of(
          Decision.of("other.rule", Domain.choice("plain", "fast")),
          Decision.of(
              "other.speed",
              "other",
              Domain.logReal(0.01, 1.0),
              Condition.isOneOf("other.rule", "fast")));

  @Override
  protected SearchSpace create() {
    return JointSpace.of(NETWORKS, OTHERS);
  }

  private static Architecture random(NetworkSpace space, int number) {
    return space.sample(DomainContract.random("joint", number));
  }

  @Test
  void theNetworkIsThatOfTheSpaceWhateverElseIsDecided() {
    JointSpace space = JointSpace.of(NETWORKS, OTHERS);
    for (int i = 0; i < 100; i++) {
      Architecture network = random(NETWORKS, i);
      for (String rest : List.of("other.rule=plain", "other.rule=fast;other.speed=0.5")) {
        Architecture both = Architecture.parse(network.encoding() + ";" + rest);
        assertEquals(NETWORKS.expand(network).canonicalHash(), space.expand(both).canonicalHash());
      }
    }
  }

  @Test
  void sizesMultiply() {
    NetworkSpace space = JointSpace.of(NETWORKS, OTHERS);
    // 4 widths, 3 depths, 2 labels; plain, or fast at 1,800,001 speeds
    assertEquals(BigInteger.valueOf(24L * 1_800_002), space.size());
    assertEquals(
        new SpaceSize(BigInteger.valueOf(48), ImmutableList.of("other.speed")), space.exactSize());
  }

  @Test
  void everyOpenDecisionIsEquallyLikelyToChange() {
    NetworkSpace space = JointSpace.of(NETWORKS, OTHERS);
    Architecture start = Architecture.parse("width=1;depth=1;label=1;other.rule=plain");
    int draws = 4_000;
    int ofNetwork = 0;
    for (int i = 0; i < draws; i++) {
      Architecture mutant = space.mutate(start, DomainContract.random("share", i));
      ofNetwork += mutant.text("other.rule").equals("plain") ? 1 : 0;
    }
    // Three of four; five standard deviations.
    assertEquals(0.75, ofNetwork / (double) draws, 5 * Math.sqrt(0.75 * 0.25 / draws));
  }

  @Test
  void anEncodingDecodes() {
    NetworkSpace space = JointSpace.of(NETWORKS, OTHERS);
    for (int i = 0; i < 500; i++) {
      Architecture architecture = random(space, i);
      assertEquals(architecture, space.decode(space.encode(architecture)));
    }
  }

  @Test
  void aDrawingShowsTheNetwork() {
    NetworkSpace space = JointSpace.of(NETWORKS, OTHERS);
    Architecture architecture = Architecture.parse("width=1;depth=1;label=1;other.rule=plain");
    assertEquals(
        NETWORKS.drawing(Architecture.parse("width=1;depth=1;label=1")),
        space.drawing(architecture));
  }

  @Test
  void theHashIsThatOfBoth() {
    String hash = create().hash();
    assertNotEquals(hash, NETWORKS.hash());
    assertNotEquals(hash, JointSpace.of(NETWORKS, OTHERS.subList(0, 1)).hash());
    assertNotEquals(hash, JointSpace.of(new ToySpace(5, 2), OTHERS).hash());
  }

  @Test
  void aNameThatTheSpaceHasIsRefused() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        JointSpace.of(NETWORKS, List.of(Decision.of("depth", Domain.range(1, 2)))))
                .getMessage());
    assertTrue(message.contains("'depth' is one of space toy already"), message);
  }

  @Test
  void nothingToDecideStaysAsItIs() {
    JointSpace space =
        JointSpace.of(new ToySpace(1, 1), List.of(Decision.of("one", Domain.choice("only"))));
    Architecture only = Architecture.parse("width=1;depth=1;label=1;one=only");
    Architecture mutant = space.mutate(only, DomainContract.random("only", 0));
    assertNotEquals("1", mutant.text("depth"));
    assertEquals("only", mutant.text("one"));
  }
}
