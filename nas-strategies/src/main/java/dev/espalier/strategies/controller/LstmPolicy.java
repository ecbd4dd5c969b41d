package dev.espalier.strategies.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * An LSTM over the decisions (Hochreiter and Schmidhuber 1997, with a forget gate): its input is an
 * embedding of what was chosen last, its output the logits of the next decision's options, so that
 * each choice depends on those before it. Each decision has its own embeddings and outputs. All
 * parameters lie in one vector, which Adam moves.
 *
 * <p>What is done once for all steps (the gradient of the weights of the gates, the updates) is
 * ND4J's. What is done step by step is done in plain arrays: the product of one step's input with
 * the weights is so small that an ND4J call takes ten to twenty times as long.
 */
final class LstmPolicy implements Policy {
  private static final int GATES = 4;

  /** The candidate comes after the input, forget and output gates. */
  private static final int CANDIDATE = 3;

  /** Of the uniform numbers that parameters begin with, as in ENAS. */
  private static final double INITIAL = 0.1;

  private static final WorkspaceConfiguration WORKSPACE =
      WorkspaceConfiguration.builder()
          .initialSize(1L << 20)
          .policyAllocation(AllocationPolicy.STRICT)
          .policyLearning(LearningPolicy.OVER_TIME)
          .build();
  private static final String WORKSPACE_NAME = "espalier-controller";

  private final int hidden;

  /** First the weights of the gates, [2 x hidden, 4 x hidden], then their biases, and the start. */
  private final INDArray parameters;

  private final int biases;
  private final int start;

  /** Where the embeddings of each decision's options lie, [options, hidden]. */
  private final int[] embeddings;

  /** Where the outputs of each decision lie, [hidden, options], and after them their biases. */
  private final int[] outputs;

  private final int[] counts;
  private final GradientUpdater<?> updater;
  private int steps;

  /** The first step; null after the policy has moved. */
  private @Nullable Cell first;

  /** The parameters once more. */
  private double[] values;

  /** Gradient of all but the weights of the gates. */
  private final double[] slopes;

  private final INDArray slopesOfWeights;

  /**
   * A policy whose parameters are drawn.
   *
   * @param hidden width of the LSTM and of the embeddings
   * @param learningRate of Adam
   */
  LstmPolicy(Options options, int hidden, double learningRate, RandomGenerator random) {
    this.hidden = hidden;
    this.counts = new int[options.decisions()];
    this.embeddings = new int[counts.length];
    this.outputs = new int[counts.length];
    this.biases = 2 * hidden * GATES * hidden;
    this.start = biases + GATES * hidden;
    int size = start + hidden;
    for (int d = 0; d < counts.length; d++) {
      counts[d] = options.count(d);
      embeddings[d] = size;
      outputs[d] = size + counts[d] * hidden;
      size = outputs[d] + hidden * counts[d] + counts[d];
    }
    this.values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = INITIAL * (2 * random.nextDouble() - 1);
    }
    this.slopes = new double[size];
    this.parameters = Nd4j.createFromArray(values);
    this.slopesOfWeights = Nd4j.zeros(DataType.DOUBLE, 2L * hidden, (long) GATES * hidden);
    this.updater =
        new Adam(learningRate).instantiate(Nd4j.zeros(DataType.DOUBLE, 1, 2L * size), true);
  }

  @Override
  public Rollout begin() {
    return new Unrolled();
  }

  @Override
  public String kind() {
    return "lstm-" + hidden;
  }

  @Override
  public void step() {
    INDArray descent = Nd4j.createFromArray(slopes);
    descent
        .get(NDArrayIndex.interval(0, biases))
        .assign(slopesOfWeights.reshape('c', new long[] {biases}));
    descent.negi();
    updater.applyUpdater(descent.reshape(1, descent.length()), steps++, 0);
    parameters.subi(descent);
    values = parameters.data().asDouble();
    first = null;
    Arrays.fill(slopes, 0.0);
    slopesOfWeights.assign(0.0);
  }

  /** In a workspace, so that thousands of small arrays do not wait for the garbage collector. */
  @Override
  public <T> T within(Supplier<T> work) {
    MemoryWorkspace scope =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(WORKSPACE, WORKSPACE_NAME);
    try {
      return work.get();
    } finally {
      scope.notifyScopeLeft();
    }
  }

  @Override
  public double[] parameters() {
    return values.clone();
  }

  @Override
  public void restore(double[] given) {
    parameters.assign(Nd4j.createFromArray(given));
    values = given.clone();
    first = null;
  }

  /** One step of the LSTM after certain choices, kept until the policy moves. */
  private static final class Cell {
    private final int decision;

    /** Input and last out. */
    private final double[] joined;

    /** Input, forget and output gates and the candidate, one after the other. */
    private final double[] gates;

    private final double[] before;
    private final double[] memory;
    private final double[] out;
    private final double[] logits;

    /** The steps that come after it, by the option that is chosen. */
    private final Map<Integer, Cell> next = new HashMap<>();

    Cell(
        int decision,
        double[] joined,
        double[] gates,
        double[] before,
        double[] memory,
        double[] out,
        double[] logits) {
      this.decision = decision;
      this.joined = joined;
      this.gates = gates;
      this.before = before;
      this.memory = memory;
      this.out = out;
      this.logits = logits;
    }
  }

  private Cell cell(int decision, int input, double[] before, double[] lastOut) {
    double[] joined = new double[2 * hidden];
    System.arraycopy(values, input, joined, 0, hidden);
    System.arraycopy(lastOut, 0, joined, hidden, hidden);
    double[] gates = gates(joined);
    double[] memory = new double[hidden];
    double[] out = new double[hidden];
    for (int k = 0; k < hidden; k++) {
      for (int g = 0; g < GATES; g++) {
        int place = g * hidden + k;
        double sum = gates[place];
        gates[place] = g == CANDIDATE ? Math.tanh(sum) : 1.0 / (1.0 + Math.exp(-sum));
      }
      memory[k] = gates[hidden + k] * before[k] + gates[k] * gates[CANDIDATE * hidden + k];
      out[k] = gates[2 * hidden + k] * Math.tanh(memory[k]);
    }
    return new Cell(decision, joined, gates, before, memory, out, read(decision, out));
  }

  /** The gates of a step before they are squashed. */
  private double[] gates(double[] joined) {
    double[] gates = Arrays.copyOfRange(values, biases, biases + GATES * hidden);
    for (int row = 0; row < joined.length; row++) {
      double x = joined[row];
      int weights = row * gates.length;
      for (int i = 0; i < gates.length; i++) {
        gates[i] += x * values[weights + i];
      }
    }
    return gates;
  }

  private double[] read(int decision, double[] out) {
    int count = counts[decision];
    double[] logits = new double[count];
    for (int i = 0; i < count; i++) {
      double sum = values[outputs[decision] + hidden * count + i];
      for (int k = 0; k < hidden; k++) {
        sum += out[k] * values[outputs[decision] + k * count + i];
      }
      logits[i] = sum;
    }
    return logits;
  }

  /** The LSTM unrolled over the open decisions. */
  private final class Unrolled implements Rollout {
    private final List<Cell> cells = new ArrayList<>();
    private final List<Integer> chosen = new ArrayList<>();

    @Override
    public double[] logits(int decision) {
      int step = cells.size();
      if (step == 0) {
        Cell begun = first;
        if (begun == null) {
          begun = cell(decision, start, new double[hidden], new double[hidden]);
          first = begun;
        }
        cells.add(begun);
      } else {
        Cell last = cells.get(step - 1);
        cells.add(
            last.next.computeIfAbsent(
                chosen.get(step - 1),
                option -> cell(decision, inputOf(step), last.memory, last.out)));
      }
      return cells.get(step).logits.clone();
    }

    /** Where the input of a step lies among the parameters. */
    private int inputOf(int step) {
      return step == 0
          ? start
          : embeddings[cells.get(step - 1).decision] + chosen.get(step - 1) * hidden;
    }

    @Override
    public void choose(int decision, int option) {
      chosen.add(option);
    }

    /** Backpropagation through the decisions. */
    @Override
    public void ascend(double[][] ascent) {
      int length = cells.size();
      double[][] ofGates = new double[length][];
      double[] ofOut = new double[hidden];
      double[] ofMemory = new double[hidden];
      for (int t = length - 1; t >= 0; t--) {
        Cell cell = cells.get(t);
        throughOutputs(cell, ascent[cell.decision], ofOut);
        ofGates[t] = throughGates(cell, ofOut, ofMemory);
        int input = inputOf(t);
        for (int k = 0; k < hidden; k++) {
          slopes[input + k] += throughWeights(ofGates[t], k);
          ofOut[k] = throughWeights(ofGates[t], hidden + k);
        }
        for (int i = 0; i < ofGates[t].length; i++) {
          slopes[biases + i] += ofGates[t][i];
        }
      }
      slopesOfWeights.addi(
          Nd4j.createFromArray(cells.stream().map(cell -> cell.joined).toArray(double[][]::new))
              .transpose()
              .mmul(Nd4j.createFromArray(ofGates)));
    }
  }

  /** Adds to the slope of a step's out. */
  private void throughOutputs(Cell cell, double[] ofLogits, double[] ofOut) {
    int output = outputs[cell.decision];
    int count = counts[cell.decision];
    for (int i = 0; i < count; i++) {
      slopes[output + hidden * count + i] += ofLogits[i];
      for (int k = 0; k < hidden; k++) {
        int place = output + k * count + i;
        slopes[place] += cell.out[k] * ofLogits[i];
        ofOut[k] += values[place] * ofLogits[i];
      }
    }
  }

  /**
   * Slopes of a step's gates before they are squashed.
   *
   * @param ofMemory slope of the memory after the step; that before it when this returns
   */
  private double[] throughGates(Cell cell, double[] ofOut, double[] ofMemory) {
    double[] gates = cell.gates;
    double[] ofGates = new double[gates.length];
    for (int k = 0; k < hidden; k++) {
      double in = gates[k];
      double forget = gates[hidden + k];
      double open = gates[2 * hidden + k];
      double candidate = gates[CANDIDATE * hidden + k];
      double squashed = Math.tanh(cell.memory[k]);
      double slope = ofMemory[k] + ofOut[k] * open * (1 - squashed * squashed);
      ofGates[k] = slope * candidate * in * (1 - in);
      ofGates[hidden + k] = slope * cell.before[k] * forget * (1 - forget);
      ofGates[2 * hidden + k] = ofOut[k] * squashed * open * (1 - open);
      ofGates[CANDIDATE * hidden + k] = slope * in * (1 - candidate * candidate);
      ofMemory[k] = slope * forget;
    }
    return ofGates;
  }

  /** Slope of one number of a step's input or last out. */
  private double throughWeights(double[] ofGates, int row) {
    int weights = row * ofGates.length;
    double sum = 0.0;
    for (int i = 0; i < ofGates.length; i++) {
      sum += ofGates[i] * values[weights + i];
    }
    return sum;
  }
}
