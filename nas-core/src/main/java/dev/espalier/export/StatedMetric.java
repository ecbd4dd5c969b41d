package dev.espalier.export;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.google.common.collect.ImmutableList;
import dev.espalier.trial.Fidelity;
import java.util.List;

/** How well an architecture does: as the search saw it, or as it was trained in the end. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(StatedMetric.Searched.class),
  @JsonSubTypes.Type(StatedMetric.Retrained.class)
})
public sealed interface StatedMetric {

  /**
   * What the search went by.
   *
   * @param value finite
   * @param seeds of the trainings that it is the mean of
   * @param fidelity how far they went
   */
  record Searched(
      double value,
      @JsonSerialize(contentUsing = SeedText.Write.class)
          @JsonDeserialize(contentUsing = SeedText.Read.class)
          List<Long> seeds,
      @JsonSerialize(using = FidelityJson.Write.class)
          @JsonDeserialize(using = FidelityJson.Read.class)
          Fidelity fidelity)
      implements StatedMetric {
    public Searched {
      requireFinite("value", value);
      seeds = ImmutableList.copyOf(seeds);
    }
  }

  /**
   * What full trainings came to.
   *
   * @param mean finite
   * @param std sample standard deviation; 0 for a single training
   * @param n trainings, at least 1
   * @param usedForSelection whether the search, or the choice of the architecture, saw this number
   */
  record Retrained(double mean, double std, int n, boolean usedForSelection)
      implements StatedMetric {
    public Retrained {
      requireFinite("mean", mean);
      requireFinite("std", std);
      if (std < 0.0 || n < 1) {
        throw new IllegalArgumentException(
            "std (%s) must not be negative and n (%s) at least 1".formatted(std, n));
      }
    }
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("%s (%s) must be finite".formatted(name, value));
    }
  }
}
