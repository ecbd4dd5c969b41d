package dev.espalier.bench;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;

/**
 * What a search on little data has to beat: the nearest neighbour, and logistic or linear
 * regression.
 */
final class SimpleModels {
  private static final int STEPS = 1_500;
  private static final double RATE = 0.5;
  private static final double MOMENTUM = 0.9;
  private static final double L2 = 1e-3;

  private final double[][] train;
  private final double[][] test;
  private final Examples learned;
  private final Examples asked;

  SimpleModels(Examples learned, Examples asked) {
    this.learned = learned;
    this.asked = asked;
    this.train = features(learned);
    this.test = features(asked);
  }

  /** Tokens as one slot each, the rest as it is. */
  private static double[][] features(Examples examples) {
    double[][] rows = new double[examples.size()][];
    for (int row = 0; row < rows.length; row++) {
      float[] values = examples.features().row(row);
      int vocabulary =
          examples.shape() instanceof FeatureShape.Tokens tokens ? tokens.vocabulary() : 0;
      if (vocabulary == 0) {
        rows[row] = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          rows[row][i] = values[i];
        }
      } else {
        rows[row] = new double[values.length * vocabulary];
        for (int step = 0; step < values.length; step++) {
          rows[row][step * vocabulary + (int) values[step]] = 1;
        }
      }
    }
    return rows;
  }

  /** Test accuracy, or the root of the mean squared error, of the nearest training example. */
  double nearestNeighbour() {
    boolean classes = learned.task() == LearningTask.CLASSIFICATION;
    double sum = 0;
    for (int row = 0; row < test.length; row++) {
      int nearest = nearest(test[row]);
      if (classes) {
        sum += learned.labels().label(nearest) == asked.labels().label(row) ? 1 : 0;
      } else {
        double error = learned.values().value(nearest, 0) - asked.values().value(row, 0);
        sum += error * error;
      }
    }
    return classes ? sum / test.length : Math.sqrt(sum / test.length);
  }

  private int nearest(double[] wanted) {
    int best = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int row = 0; row < train.length; row++) {
      double distance = 0;
      for (int i = 0; i < wanted.length && distance < smallest; i++) {
        double difference = wanted[i] - train[row][i];
        distance += difference * difference;
      }
      if (distance < smallest) {
        smallest = distance;
        best = row;
      }
    }
    return best;
  }

  /** Test accuracy of logistic regression. */
  double logistic() {
    int classes = learned.outputs();
    double[][] weights = descend(classes, true);
    int right = 0;
    for (int row = 0; row < test.length; row++) {
      double[] scores = scores(weights, test[row]);
      int best = 0;
      for (int label = 1; label < classes; label++) {
        best = scores[label] > scores[best] ? label : best;
      }
      right += best == asked.labels().label(row) ? 1 : 0;
    }
    return (double) right / test.length;
  }

  /** Root of the mean squared test error of linear regression. */
  double linear() {
    double[][] weights = descend(1, false);
    double sum = 0;
    for (int row = 0; row < test.length; row++) {
      double error =
          scores(weights, test[row])[0] * spread() + mean() - asked.values().value(row, 0);
      sum += error * error;
    }
    return Math.sqrt(sum / test.length);
  }

  private double mean() {
    double sum = 0;
    for (int row = 0; row < learned.size(); row++) {
      sum += learned.values().value(row, 0);
    }
    return sum / learned.size();
  }

  private double spread() {
    double mean = mean();
    double sum = 0;
    for (int row = 0; row < learned.size(); row++) {
      double off = learned.values().value(row, 0) - mean;
      sum += off * off;
    }
    return Math.sqrt(sum / learned.size());
  }

  /** Full-batch descent with momentum, the step bounded by the size of the features. */
  private double[][] descend(int outputs, boolean softmax) {
    int width = train[0].length;
    double squares = 1;
    for (double[] row : train) {
      for (double value : row) {
        squares += value * value / train.length;
      }
    }
    double rate = RATE * (softmax ? 4 : 1) / squares;
    double mean = softmax ? 0 : mean();
    double spread = softmax ? 1 : spread();
    double[][] weights = new double[outputs][width + 1];
    double[][] velocity = new double[outputs][width + 1];
    for (int step = 0; step < STEPS; step++) {
      double[][] gradient = new double[outputs][width + 1];
      for (int row = 0; row < train.length; row++) {
        double[] errors = scores(weights, train[row]);
        if (softmax) {
          probabilities(errors);
          errors[learned.labels().label(row)] -= 1;
        } else {
          errors[0] -= (learned.values().value(row, 0) - mean) / spread;
        }
        for (int output = 0; output < outputs; output++) {
          double error = errors[output] / train.length;
          for (int i = 0; i < width; i++) {
            gradient[output][i] += error * train[row][i];
          }
          gradient[output][width] += error;
        }
      }
      for (int output = 0; output < outputs; output++) {
        for (int i = 0; i <= width; i++) {
          double decay = i < width ? L2 * weights[output][i] : 0;
          velocity[output][i] =
              MOMENTUM * velocity[output][i] - rate * (gradient[output][i] + decay);
          weights[output][i] += velocity[output][i];
        }
      }
    }
    return weights;
  }

  private static double[] scores(double[][] weights, double[] row) {
    double[] scores = new double[weights.length];
    for (int output = 0; output < scores.length; output++) {
      double sum = weights[output][row.length];
      for (int i = 0; i < row.length; i++) {
        sum += weights[output][i] * row[i];
      }
      scores[output] = sum;
    }
    return scores;
  }

  private static void probabilities(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i] - largest);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
  }
}
