package dev.espalier.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterTest {
  private static final Parameter<Integer> SIZE = Parameter.integer("size", 16, 2, 100, "how many");
  private static final Parameter<Double> RATE = Parameter.real("rate", 0.5, 0.0, 1.0, "how often");
  private static final Parameter<String> MODE = Parameter.choice("mode", "how", "plain", "fancy");
  private static final Parameter<Boolean> ELITIST = Parameter.flag("elitist", true, "whether");
  private static final Parameter<ImmutableList<Integer>> RUNGS =
      Parameter.list(
          "rungs", new ParameterType.Whole(1, 9), 1, 3, ImmutableList.of(1, 3), "epochs");
  private static final Parameter<Part> AROUND =
      Parameter.part("around", Part.of("inner").with("size", 3), "what it wraps");

  /** Two types: one that wraps, and one to be wrapped. */
  private static final Parts PARTS =
      new Parts() {

        @Override
        public ImmutableSet<String> ids() {
          return ImmutableSet.of("inner", "outer");
        }

        @Override
        public ImmutableList<Parameter<?>> parameters(String id) {
          return switch (id) {
            case "inner" -> ImmutableList.of(SIZE, RATE, MODE);
            case "outer" -> ImmutableList.of(ELITIST, RUNGS, AROUND);
            default -> throw new IllegalArgumentException("'%s' is unknown".formatted(id));
          };
        }
      };

  @Test
  void valuesHaveTheirTypes() {
    ParameterValues values =
        ParameterValues.of(
            Part.of("outer")
                .with("elitist", false)
                .with("rungs", List.of(1, 2, 9))
                .with("around", Map.of("type", "inner", "size", 8)),
            PARTS);

    assertEquals(false, values.get(ELITIST));
    assertEquals(ImmutableList.of(1, 2, 9), values.get(RUNGS));
    ParameterValues inner = ParameterValues.of(values.get(AROUND), PARTS);
    assertEquals(8, inner.get(SIZE));
    assertEquals(0.5, inner.get(RATE));
    assertEquals("plain", inner.get(MODE));
  }

  @Test
  void aResolvedPartHoldsEveryDefaultAlsoOfThePartsInIt() {
    assertEquals(
        Map.of(
            "elitist",
            true,
            "rungs",
            List.of(1, 3),
            "around",
            Map.of("type", "inner", "size", 3, "rate", 0.5, "mode", "plain")),
        ParameterValues.of(Part.of("outer"), PARTS).part().values());
    Part resolved = PARTS.resolve("", Part.of("outer"));
    assertEquals(resolved, PARTS.resolve("", resolved));
  }

  @Test
  void aFaultNamesThePlaceTheValueAndWhatWouldBeRight() {
    assertFault("elitist (yes) must be true or false", Part.of("outer").with("elitist", "yes"));
    assertFault(
        "rungs[1] (10) must be a whole number from 1 to 9",
        Part.of("outer").with("rungs", List.of(1, 10)));
    assertFault(
        "rungs ([]) must be a list of 1 to 3 values, each a whole number from 1 to 9",
        Part.of("outer").with("rungs", List.of()));
    assertFault(
        "around.rate (2) must be a number from 0.0 to 1.0",
        Part.of("outer").with("around", Map.of("type", "inner", "rate", 2)));
    assertFault(
        "parameter 'around.seize' is unknown; known are [size, rate, mode]",
        Part.of("outer").with("around", Map.of("type", "inner", "seize", 2)));
    assertFault(
        "around (inner) must be a map with a type and its parameters",
        Part.of("outer").with("around", "inner"));
    assertFault("mode (loud) must be one of plain, fancy", Part.of("inner").with("mode", "loud"));
    assertFault("'none' is unknown", Part.of("none"));
  }

  private static void assertFault(String message, Part part) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> ParameterValues.of(part, PARTS))
            .getMessage());
  }
}
