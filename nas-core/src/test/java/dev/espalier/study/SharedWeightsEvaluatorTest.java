package dev.espalier.study;

class SharedWeightsEvaluatorTest extends ToyEvaluatorContract {
  SharedWeightsEvaluatorTest() {
    super(new ToySupernet());
  }
}
