package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.layer.ActivationHardSwish;
import dev.espalier.onednn.plan.Apply;
import dev.espalier.onednn.plan.Operation;
import dev.espalier.onednn.plan.Softmax;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** DL4J's activation functions as oneDNN's. */
final class Activations {
  /** ND4J's quick GELU is {@code x * sigmoid(1.702 x)}. */
  private static final double QUICK_GELU = 1.702;

  private Activations() {}

  /**
   * The operation of an activation; empty for identity.
   *
   * @throws UnsupportedGraphException if oneDNN has none that is exactly it
   */
  static Optional<Operation> operation(IActivation activation) {
    Class<?> type = activation.getClass();
    if (type == ActivationIdentity.class) {
      return Optional.empty();
    }
    if (type == ActivationSoftmax.class) {
      return Optional.of(new Softmax());
    }
    return Optional.of(new Apply(function(activation, type)));
  }

  private static Function function(IActivation activation, Class<?> type) {
    if (type == ActivationReLU.class && activation.equals(new ActivationReLU())) {
      return Function.RELU;
    } else if (type == ActivationReLU6.class) {
      return Function.RELU6;
    } else if (type == ActivationLReLU.class) {
      return leaky(((ActivationLReLU) activation).getAlpha());
    } else if (type == ActivationELU.class) {
      return elu(((ActivationELU) activation).getAlpha());
    } else if (type == ActivationTanH.class) {
      return Function.TANH;
    } else if (type == ActivationSigmoid.class) {
      return Function.SIGMOID;
    } else if (type == ActivationHardSwish.class) {
      return Function.HARD_SWISH;
    } else if (type == ActivationSwish.class) {
      return Function.swish(1.0);
    } else if (type == ActivationGELU.class) {
      if (!((ActivationGELU) activation).isPrecise()) {
        return Function.swish(QUICK_GELU);
      }
      // ND4J's precise form cubes its constant along with x.
    }
    throw new UnsupportedGraphException("activation " + activation);
  }

  private static Function leaky(double alpha) {
    if (alpha < 0.0) {
      throw new UnsupportedGraphException("leaky relu of negative slope " + alpha);
    }
    return Function.leakyRelu(alpha);
  }

  private static Function elu(double alpha) {
    if (alpha < 0.0) {
      throw new UnsupportedGraphException("elu of negative alpha " + alpha);
    }
    return Function.elu(alpha);
  }
}
