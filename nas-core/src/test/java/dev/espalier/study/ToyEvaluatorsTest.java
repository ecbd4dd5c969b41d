package dev.espalier.study;

import org.junit.jupiter.api.Nested;

class ToyEvaluatorsTest {
  @Nested
  class Pausing extends ToyEvaluatorContract {
    Pausing() {
      super(new PausingEvaluator());
    }
  }

  @Nested
  class SharingWeights extends ToyEvaluatorContract {
    SharingWeights() {
      super(new ToySupernet());
    }
  }
}
