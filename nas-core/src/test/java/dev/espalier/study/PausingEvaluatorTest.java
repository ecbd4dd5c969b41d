package dev.espalier.study;

class PausingEvaluatorTest extends ToyEvaluatorContract {
  PausingEvaluatorTest() {
    super(new PausingEvaluator());
  }
}
