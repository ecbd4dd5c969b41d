package dev.espalier.onednn;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How gradients become what is subtracted from the parameters, as ND4J's updaters do it on the same
 * state, in one pass. With DL4J's weight decay {@link Adam} is AdamW (Loshchilov and Hutter 2019).
 * Immutable.
 */
public sealed interface UpdateRule {
  /** Scalars that are worked on at a time: they fit the first-level cache. */
  int CHUNK = 2048;

  /** Arrays for one chunk; the compiler turns loops over arrays into vector instructions. */
  final class Scratch {
    private final float[] gradient = new float[CHUNK];
    private final float[] first = new float[CHUNK];
    private final float[] second = new float[CHUNK];
  }

  /** Arrays of state for each parameter. */
  int states();

  /**
   * Updates the first {@code n} scalars of the arrays: gradients become what is to be subtracted.
   *
   * @param first the first kind of state; may be empty where there is none
   * @param second the second kind, likewise
   */
  void update(float[] gradient, float[] first, float[] second, int n);

  /** Plain gradient descent. */
  record Descent(float rate) implements UpdateRule {
    @Override
    public int states() {
      return 0;
    }

    @Override
    public void update(float[] gradient, float[] first, float[] second, int n) {
      for (int i = 0; i < n; i++) {
        gradient[i] *= rate;
      }
    }
  }

  /** Nesterov's momentum, in the form of Sutskever et al. (2013). */
  record Momentum(float rate, float momentum) implements UpdateRule {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public void update(float[] gradient, float[] velocity, float[] second, int n) {
      float ahead = -momentum - 1f;
      for (int i = 0; i < n; i++) {
        float before = momentum * velocity[i];
        float now = before - rate * gradient[i];
        velocity[i] = now;
        gradient[i] = before + ahead * now;
      }
    }
  }

  /** Adam (Kingma and Ba 2015); the rate includes both corrections of the bias. */
  record AdaptiveMoments(float rate, float beta1, float beta2, float epsilon)
      implements UpdateRule {
    @Override
    public int states() {
      return 2;
    }

    @Override
    public void update(float[] gradient, float[] mean, float[] square, int n) {
      for (int i = 0; i < n; i++) {
        float g = gradient[i];
        float m = beta1 * mean[i] + (1f - beta1) * g;
        float v = beta2 * square[i] + (1f - beta2) * g * g;
        mean[i] = m;
        square[i] = v;
        gradient[i] = rate * m / ((float) Math.sqrt(v) + epsilon);
      }
    }
  }

  /** Root mean square propagation (Tieleman and Hinton 2012). */
  record RootMeanSquare(float rate, float decay, float epsilon) implements UpdateRule {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public void update(float[] gradient, float[] square, float[] second, int n) {
      for (int i = 0; i < n; i++) {
        float g = gradient[i];
        float v = decay * square[i] + (1f - decay) * g * g;
        square[i] = v;
        gradient[i] = rate * g / ((float) Math.sqrt(v) + epsilon);
      }
    }
  }

  /**
   * The rule of DL4J's settings at a step; empty for those that are not covered.
   *
   * @param iteration steps that were taken before, from 0
   */
  static Optional<UpdateRule> of(IUpdater updater, int iteration, int epoch) {
    Class<?> type = updater.getClass();
    if (type == Sgd.class) {
      return Optional.of(new Descent((float) updater.getLearningRate(iteration, epoch)));
    } else if (type == Nesterovs.class) {
      Nesterovs settings = (Nesterovs) updater;
      return Optional.of(
          new Momentum(
              (float) settings.getLearningRate(iteration, epoch),
              (float) settings.currentMomentum(iteration, epoch)));
    } else if (type == Adam.class) {
      Adam settings = (Adam) updater;
      double step = iteration + 1.0;
      double rate =
          settings.getLearningRate(iteration, epoch)
              * Math.sqrt(1.0 - Math.pow(settings.getBeta2(), step))
              / (1.0 - Math.pow(settings.getBeta1(), step));
      return Optional.of(
          new AdaptiveMoments(
              (float) rate,
              (float) settings.getBeta1(),
              (float) settings.getBeta2(),
              (float) settings.getEpsilon()));
    } else if (type == RmsProp.class) {
      RmsProp settings = (RmsProp) updater;
      return Optional.of(
          new RootMeanSquare(
              (float) settings.getLearningRate(iteration, epoch),
              (float) settings.getRmsDecay(),
              (float) settings.getEpsilon()));
    }
    return Optional.empty();
  }

  /**
   * Updates a block in place.
   *
   * @param at where its gradients start
   * @param length how many they are
   * @param stateAt where its state starts: all of the first kind, then all of the second
   * @param scale applied to the gradients before
   */
  default void apply(
      FloatBuffer gradients,
      int at,
      int length,
      FloatBuffer state,
      int stateAt,
      float scale,
      Scratch scratch) {
    for (int done = 0; done < length; done += CHUNK) {
      int n = Math.min(CHUNK, length - done);
      gradients.get(at + done, scratch.gradient, 0, n);
      if (states() > 0) {
        state.get(stateAt + done, scratch.first, 0, n);
      }
      if (states() > 1) {
        state.get(stateAt + length + done, scratch.second, 0, n);
      }
      if (scale != 1f) {
        for (int i = 0; i < n; i++) {
          scratch.gradient[i] *= scale;
        }
      }
      update(scratch.gradient, scratch.first, scratch.second, n);
      gradients.put(at + done, scratch.gradient, 0, n);
      if (states() > 0) {
        state.put(stateAt + done, scratch.first, 0, n);
      }
      if (states() > 1) {
        state.put(stateAt + length + done, scratch.second, 0, n);
      }
    }
  }
}
