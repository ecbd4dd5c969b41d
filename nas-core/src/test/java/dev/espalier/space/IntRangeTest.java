package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class IntRangeTest extends DomainContract {
  @Override
  List<Domain> domains() {
    return List.of(Domain.range(-2, 3), Domain.range(7, 8), Domain.range(1, 64));
  }

  @Override
  List<String> strangers() {
    return List.of("-3", "4", "01", "-0", "+1", "1.0", "99999999999999", "one");
  }

  @Test
  void drawsAndMutantsTakeOneNumberEachByIndex() {
    Domain domain = Domain.range(5, 9);
    RandomGenerator random = random("stream", 0);
    RandomGenerator same = random("stream", 0);
    List<String> values = domain.values();
    for (int i = 0; i < 50; i++) {
      String value = values.get(same.nextInt(5));
      assertEquals(value, domain.draw(random));
      List<String> others = values.stream().filter(other -> !other.equals(value)).toList();
      assertEquals(others.get(same.nextInt(4)), domain.mutate(value, random));
    }
  }

  @Test
  void aRangeHoldsBetweenOneAndAMillionValues() {
    assertRefused("[2, 1]", () -> Domain.range(2, 1));
    assertRefused("1000000 values", () -> Domain.range(1, 1_000_001));
    assertTrue(Domain.range(1, 1_000_000).isListed());
    assertFalse(Domain.range(4, 4).isOpen());
  }
}
