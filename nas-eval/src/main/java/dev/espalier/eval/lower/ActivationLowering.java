package dev.espalier.eval.lower;

import dev.espalier.network.Activation;
import dev.espalier.onednn.layer.ActivationHardSwish;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Activations as Deeplearning4j has them. */
final class ActivationLowering {
  private ActivationLowering() {}

  static IActivation function(Activation.Function function) {
    return switch (function) {
      case RELU -> new ActivationReLU();
      case RELU6 -> new ActivationReLU6();
      case LEAKY_RELU -> new ActivationLReLU();
      case ELU -> new ActivationELU();
      case TANH -> new ActivationTanH();
      case SIGMOID -> new ActivationSigmoid();
      case SWISH -> new ActivationSwish();
      // As x * sigmoid(1.702 x); the precise form of M2.1 cubes its constant along with x.
      case GELU -> new ActivationGELU(false);
      // x * relu6(x + 3) / 6 (Howard et al. 2019); Deeplearning4j itself has none.
      case HARD_SWISH -> new ActivationHardSwish();
    };
  }
}
