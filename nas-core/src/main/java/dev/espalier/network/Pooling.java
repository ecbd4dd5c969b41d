package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a pooling layer summarises what it sees. */
public enum Pooling {
  @JsonProperty("max")
  MAX,
  @JsonProperty("avg")
  AVERAGE,
  /** Of global pooling only. */
  @JsonProperty("sum")
  SUM
}
