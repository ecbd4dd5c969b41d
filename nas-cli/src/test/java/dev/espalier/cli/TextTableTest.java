package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void theFirstColumnStandsToTheLeftAndTheOthersToTheRight() {
    TextTable table =
        new TextTable("trial", "macs", "x").row("7 *", "1,000", "1").row("12", "9", "");
    assertEquals(
        List.of("  trial   macs  x", "  7 *    1,000  1", "  12         9"),
        table.toString().lines().toList());
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    TextTable table = new TextTable("trial", "macs");
    assertThrows(IllegalArgumentException.class, () -> table.row("1"));
  }
}
