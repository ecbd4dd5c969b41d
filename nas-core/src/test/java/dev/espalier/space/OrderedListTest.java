package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedListTest extends DomainContract {
  @Override
  List<Domain> domains() {
    return List.of(
        Domain.permutation("conv", "norm", "relu"),
        Domain.list(3, "conv", "pool"),
        new OrderedList(ImmutableList.of("a", "b", "c", "d"), 2, false),
        Domain.list(1, "a", "b", "c"),
        Domain.permutation("a", "b", "c", "d"));
  }

  @Override
  List<String> strangers() {
    return List.of(
        "conv>norm", "conv>norm>norm", "conv>norm>relu>conv", "conv>norm>gelu", "conv+norm+relu");
  }

  @Test
  void valuesAreListedInTheOrderOfTheItems() {
    assertEquals(List.of("a>a", "a>b", "b>a", "b>b"), Domain.list(2, "a", "b").values());
    assertEquals(
        List.of("a>b>c", "a>c>b", "b>a>c", "b>c>a", "c>a>b", "c>b>a"),
        Domain.permutation("a", "b", "c").values());
  }

  @Test
  void aValueTellsItsItemsInOrder() {
    OrderedList list = new OrderedList(ImmutableList.of("a", "b", "c"), 2, false);
    assertEquals(List.of("c", "a"), list.ordered("c>a"));
    assertRefused("list 'a>a' must be one of lists of 2 of a, b, c", () -> list.ordered("a>a"));
  }

  @Test
  void aNeighbourHasOneItemReplacedOrTwoExchanged() {
    assertEquals(List.of("b>a>c", "a>c>b"), Domain.permutation("a", "b", "c").neighbours("a>b>c"));
    assertEquals(List.of("b>a", "a>b"), Domain.list(2, "a", "b").neighbours("a>a"));
  }

  @Test
  void numbersDecodeToAListWithoutRepeats() {
    assertEquals("b>a", Domain.permutation("a", "b").decode(new double[] {0.1, 0.9, 0.2, 0.8}, 0));
  }

  @Test
  void manyListsAreCountedAndDrawnButNotListed() {
    Domain deck = Domain.list(100, "a", "b", "c");
    assertEquals(BigInteger.valueOf(3).pow(100), deck.size());
    assertFalse(deck.isListed());
    assertEquals(100 * 3, deck.encodedLength());
  }

  @Test
  void impossibleListsAreRefused() {
    assertRefused("length of a list (0)", () -> Domain.list(0, "a"));
    assertRefused("the 2 items", () -> new OrderedList(ImmutableList.of("a", "b"), 3, false));
    assertRefused("item 'a>b'", () -> Domain.permutation("a>b"));
  }
}
