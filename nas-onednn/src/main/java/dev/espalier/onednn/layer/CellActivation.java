package dev.espalier.onednn.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What a node of a {@link DagRecurrentLayer} does to its product, number by number. */
public enum CellActivation {
  TANH {
    @Override
    INDArray apply(INDArray x) {
      return Transforms.tanh(x, true);
    }

    @Override
    INDArray slope(INDArray y) {
      return y.mul(y).rsubi(1.0);
    }
  },
  RELU {
    @Override
    INDArray apply(INDArray x) {
      return Transforms.relu(x, true);
    }

    @Override
    INDArray slope(INDArray y) {
      return y.gt(0.0).castTo(y.dataType());
    }
  },
  SIGMOID {
    @Override
    INDArray apply(INDArray x) {
      return Transforms.sigmoid(x, true);
    }

    @Override
    INDArray slope(INDArray y) {
      return y.rsub(1.0).muli(y);
    }
  },
  IDENTITY {
    @Override
    INDArray apply(INDArray x) {
      return x.dup();
    }

    @Override
    INDArray slope(INDArray y) {
      return y.like().assign(1.0);
    }
  };

  /** The values, as a new array. */
  abstract INDArray apply(INDArray x);

  /** The derivatives where the values are {@code y}, as a new array. */
  abstract INDArray slope(INDArray y);
}
