package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.file.FullData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class FullDatasetsTest {

  @Test
  void fashionMnistLoadsFromADirectory() {
    Dataset fashion =
        Datasets.load(
            DatasetSpec.named("fashion-mnist")
                .path(FullData.folder("fashion-mnist"))
                .validationFraction(1.0 / 6)
                .build());
    assertEquals(50_000, fashion.info().train());
    assertEquals(10_000, fashion.info().validation());
    assertEquals(10_000, fashion.test().size());
    fashion.info().classCounts().values().forEach(count -> assertEquals(7000, count));
  }
}
