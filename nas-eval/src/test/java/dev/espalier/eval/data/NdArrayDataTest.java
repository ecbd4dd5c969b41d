package dev.espalier.eval.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class NdArrayDataTest {
  private static final DatasetSpec SPEC = DatasetSpec.inMemory().build();

  /** Image i of channel c holds i + 100 c everywhere; two channels. */
  private static INDArray images(int rows) {
    INDArray images = Nd4j.create(rows, 2, 3, 3);
    for (int row = 0; row < rows; row++) {
      for (int channel = 0; channel < 2; channel++) {
        images.slice(row).slice(channel).assign(row + 100 * channel);
      }
    }
    return images;
  }

  private static INDArray oneHot(int rows, int classes) {
    INDArray labels = Nd4j.create(rows, classes);
    for (int row = 0; row < rows; row++) {
      labels.putScalar(row, row % classes, 1);
    }
    return labels;
  }

  @Test
  void imagesOfTwoChannelsBecomeADataset() {
    Dataset data = NdArrayData.classes(images(30), oneHot(30, 3)).dataset(null, SPEC);
    assertEquals(new FeatureShape.Image(2, 3, 3), data.shape());
    assertEquals(List.of("0", "1", "2"), data.classNames());
    assertEquals(30, data.info().train() + data.info().validation() + data.info().test());
    assertEquals(
        data.fingerprint(),
        NdArrayData.classes(images(30), oneHot(30, 3)).dataset(null, SPEC).fingerprint());
  }

  @Test
  void anIteratorIsReadWhole() {
    List<DataSet> batches = new ArrayList<>();
    for (DataSet example : new DataSet(images(30), oneHot(30, 3)).asList()) {
      batches.add(example);
    }
    DataSetIterator iterator = new ListDataSetIterator<>(batches, 7);
    Dataset read = NdArrayData.of(iterator).dataset(null, SPEC);
    Dataset direct = NdArrayData.classes(images(30), oneHot(30, 3)).dataset(null, SPEC);
    assertEquals(direct.fingerprint(), read.fingerprint());
  }

  @Test
  void aMaskSaysHowLongASeriesIs() {
    INDArray series = Nd4j.arange(10 * 2 * 4).reshape(10, 2, 4);
    INDArray mask = Nd4j.ones(10, 4);
    mask.putScalar(1, 3, 0);
    mask.putScalar(1, 2, 0);
    DataSet all = new DataSet(series, oneHot(10, 2), mask, null);
    DataSetIterator iterator = new ListDataSetIterator<>(all.asList(), 5);
    Dataset data = NdArrayData.of(iterator).dataset(null, SPEC);
    assertEquals(new FeatureShape.Sequence(2, 4), data.shape());
    int shortRows = 0;
    for (var part : List.of(data.trainAndValidation(), data.test().open())) {
      for (int row = 0; row < part.size(); row++) {
        shortRows += part.features().length(row) == 2 ? 1 : 0;
      }
    }
    assertEquals(1, shortRows);
  }

  @Test
  void realLabelsAreValues() {
    INDArray features = Nd4j.arange(40).reshape(20, 2);
    INDArray values = Nd4j.arange(20).reshape(20, 1).mul(0.5);
    Dataset data = NdArrayData.values(features, values).dataset(null, SPEC);
    assertEquals(LearningTask.REGRESSION, data.task());
    assertEquals(1, data.searchData().outputs());
  }

  @Test
  void classNumbersAreTakenFromOneColumn() {
    INDArray features = Nd4j.arange(40).reshape(20, 2);
    INDArray numbers = Nd4j.create(20, 1);
    for (int row = 0; row < 20; row++) {
      numbers.putScalar(row, 0, row % 2);
    }
    Dataset data = NdArrayData.classes(features, numbers).dataset(null, SPEC);
    assertEquals(List.of("0", "1"), data.classNames());
    assertArrayEquals(new int[] {8, 8}, data.trainAndValidation().labels().counts());
  }

  @Test
  void labelsThatAreNoClassesAreRefusedWithTheirRow() {
    INDArray features = Nd4j.arange(6).reshape(3, 2);
    INDArray labels = Nd4j.create(new double[][] {{1, 0}, {0.5, 0.5}, {0, 1}});
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> NdArrayData.classes(features, labels));
    assertEquals(
        "the labels of row 1 are no class; must be one 1 among zeros, or a whole number from 0",
        refused.getMessage());
  }
}
