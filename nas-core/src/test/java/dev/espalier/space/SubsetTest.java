package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetTest extends DomainContract {
  @Override
  List<Domain> domains() {
    return List.of(
        Domain.subset(1, 2, "flip", "crop", "cutout"),
        Domain.subset(0, 4, "a", "b", "c", "d"),
        Domain.subset(2, 2, "a", "b", "c", "d", "e"),
        Domain.subset(0, 1, "a"),
        Domain.subset(2, 4, "a", "b", "c", "d", "e"));
  }

  @Override
  List<String> strangers() {
    return List.of(
        "none",
        "crop+flip",
        "flip+flip",
        "flip+crop+cutout",
        "noise",
        "+flip",
        "flip+",
        "flip,crop");
  }

  @Test
  void valuesAreListedFromTheSmallestInTheOrderOfTheItems() {
    assertEquals(
        List.of("none", "a", "b", "c", "a+b", "a+c", "b+c"),
        Domain.subset(0, 2, "a", "b", "c").values());
  }

  @Test
  void aValueTellsItsItems() {
    Subset subset = new Subset(ImmutableList.of("flip", "crop", "mixup"), 0, 2);
    assertEquals(List.of(), subset.chosen("none"));
    assertEquals(List.of("flip", "mixup"), subset.chosen("flip+mixup"));
    assertRefused("subset 'mixup+flip' must be one of", () -> subset.chosen("mixup+flip"));
  }

  @Test
  void aNeighbourHasOneItemMoreOrLessOrExchanged() {
    assertEquals(List.of("b", "a", "a+b+c"), Domain.subset(1, 3, "a", "b", "c").neighbours("a+b"));
    assertEquals(List.of("b", "c"), Domain.subset(1, 1, "a", "b", "c").neighbours("a"));
  }

  @Test
  void numbersDecodeToTheLikeliestItemsWithinTheSize() {
    Domain subset = Domain.subset(1, 2, "a", "b", "c");
    assertEquals("a+c", subset.decode(new double[] {0.6, 0.55, 0.9}, 0));
    assertEquals("b", subset.decode(new double[] {0.1, 0.2, 0.0}, 0));
  }

  @Test
  void manySubsetsAreCountedAndDrawnButNotListed() {
    String[] items = IntStream.range(0, 60).mapToObj(i -> "i" + i).toArray(String[]::new);
    Domain all = Domain.subset(0, 60, items);
    assertEquals(BigInteger.TWO.pow(60), all.size());
    assertFalse(all.isListed());
    assertFalse(all.draw(random("many", 0)).equals(all.draw(random("many", 1))));
  }

  @Test
  void impossibleSubsetsAreRefused() {
    assertRefused("2 to 1", () -> Domain.subset(2, 1, "a", "b"));
    assertRefused("0 to 3", () -> Domain.subset(0, 3, "a", "b"));
    assertRefused("-1 to 1", () -> Domain.subset(-1, 1, "a", "b"));
    assertRefused("none of them twice", () -> Domain.subset(0, 1, "a", "a"));
    assertRefused("1 to 60", () -> Domain.subset(0, 0));
    assertRefused("item 'a+b'", () -> Domain.subset(0, 1, "a+b"));
    assertRefused("item 'none'", () -> Domain.subset(0, 1, "none"));
  }
}
