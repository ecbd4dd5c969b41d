package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ChoiceTest extends DomainContract {
  @Override
  List<Domain> domains() {
    return List.of(
        Domain.choice("conv", "pool", "skip"),
        Domain.choice("32", "64"),
        Domain.choice("a|b", "c"));
  }

  @Override
  List<String> strangers() {
    return List.of("conv ", "Conv", "convpool", "none");
  }

  @Test
  void drawsAndMutantsTakeOneNumberEachByIndex() {
    Domain domain = domains().get(0);
    RandomGenerator random = random("stream", 0);
    RandomGenerator same = random("stream", 0);
    List<String> values = domain.values();
    for (int i = 0; i < 50; i++) {
      String value = values.get(same.nextInt(3));
      assertEquals(value, domain.draw(random));
      List<String> others = values.stream().filter(other -> !other.equals(value)).toList();
      assertEquals(others.get(same.nextInt(2)), domain.mutate(value, random));
    }
  }

  @Test
  void aValueThatAnEncodingCannotHoldIsRefused() {
    assertRefused("choice 'a;b'", () -> Domain.choice("a;b"));
    assertRefused("none twice", () -> Domain.choice("a", "a"));
    assertRefused("at least one", () -> Domain.choice());
  }
}
