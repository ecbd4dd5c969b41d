package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The search that found an architecture.
 *
 * @param strategy the strategy with its parameters, as the experiment says it
 * @param seed of the study
 * @param trial number of the trial, from 0
 * @param parents numbers of the trials that it descends from
 * @param budget what the search could spend, as the experiment says it
 * @param audit how far the ranking of the search can be trusted; JSON null if that was not measured
 */
public record SearchOrigin(
    JsonNode strategy,
    @JsonSerialize(using = SeedText.Write.class) @JsonDeserialize(using = SeedText.Read.class)
        long seed,
    long trial,
    List<Long> parents,
    JsonNode budget,
    JsonNode audit) {
  public SearchOrigin {
    if (trial < 0) {
      throw new IllegalArgumentException("trial (%s) must not be negative".formatted(trial));
    }
    strategy = OpaqueJson.copy("strategy", strategy);
    parents = ImmutableList.copyOf(parents);
    budget = OpaqueJson.copy("budget", budget);
    audit = OpaqueJson.copy("audit", audit);
  }
}
