package dev.espalier.eval.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Shape;
import dev.espalier.recipe.Augmentation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AugmenterTest {
  private static final Shape.Image SHAPE = new Shape.Image(2, 6, 9);
  private static final int EXAMPLES = 12;
  private static final int CLASSES = 3;
  private static final ImmutableList<Augmentation> ALL =
      ImmutableList.of(
          new Augmentation.Mixup(0.5),
          new Augmentation.Noise(0.1),
          new Augmentation.Cutout(3),
          new Augmentation.Crop(2),
          new Augmentation.Flip());

  @Test
  void nothingIsDoneWhereNothingIsAskedFor() {
    assertArrayEquals(features(), changed(List.of(), 1, 1, 0));
  }

  @Test
  void seedEpochAndStepFixABatchToTheBit() {
    float[] once = changed(ALL, 1, 2, 3);
    assertArrayEquals(once, changed(ALL, 1, 2, 3));
    assertFalse(Arrays.equals(once, changed(ALL, 9, 2, 3)));
    assertFalse(Arrays.equals(once, changed(ALL, 1, 9, 3)));
    assertFalse(Arrays.equals(once, changed(ALL, 1, 2, 9)));
  }

  @Test
  void batchesBeforeThisOneLeaveNoTrace() {
    Augmenter used = new Augmenter(ALL, SHAPE, 1);
    used.apply(new float[40 * features().length / EXAMPLES], new float[40 * CLASSES], 1, 0);
    float[] features = features();
    used.apply(features, targets(), 2, 3);
    assertArrayEquals(changed(ALL, 1, 2, 3), features);
  }

  @Test
  void theOrderOfTheListMeansNothing() {
    assertArrayEquals(changed(ALL, 1, 1, 0), changed(ALL.reverse(), 1, 1, 0));
  }

  @Test
  void anOperationDrawsTheSameWhateverOthersDo() {
    float[] cropped = changed(List.of(new Augmentation.Crop(2)), 1, 1, 0);
    List<Augmentation> both = List.of(new Augmentation.Crop(2), new Augmentation.Cutout(3));
    float[] cut = changed(both, 1, 1, 0);
    int same = 0;
    for (int i = 0; i < cut.length; i++) {
      assertTrue(cut[i] == 0.0f || cut[i] == cropped[i]);
      same += cut[i] == cropped[i] ? 1 : 0;
    }
    assertTrue(same > cut.length / 2 && same < cut.length, same + " of " + cut.length);
  }

  @Test
  void mixupIsLastSoThatTheMeanOfABatchIsThatOfTheExamplesBeforeIt() {
    List<Augmentation> before = List.of(new Augmentation.Crop(2), new Augmentation.Flip());
    float[] unmixed = changed(before, 1, 1, 0);
    float[] mixed =
        changed(
            ImmutableList.<Augmentation>builder()
                .addAll(before)
                .add(new Augmentation.Mixup(0.5))
                .build(),
            1,
            1,
            0);
    assertFalse(Arrays.equals(unmixed, mixed));
    int size = unmixed.length / EXAMPLES;
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int example = 0; example < EXAMPLES; example++) {
        sum += mixed[example * size + i] - unmixed[example * size + i];
      }
      assertEquals(0.0, sum, 1e-4);
    }
  }

  @Test
  void imagesAreNeededToMovePixels() {
    for (Augmentation each :
        List.of(new Augmentation.Flip(), new Augmentation.Crop(1), new Augmentation.Cutout(1))) {
      assertEquals(
          "augment." + each.name() + ": needs images; the inputs are vectors of length 7",
          refusal(each, new Shape.Vector(7)));
    }
    assertEquals(
        "augment.crop: padding (6) must be less than 6, the shorter side of the images",
        refusal(new Augmentation.Crop(6), SHAPE));
  }

  private static String refusal(Augmentation augmentation, Shape shape) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> new Augmenter(List.of(augmentation), shape, 1))
            .getMessage());
  }

  private static float[] changed(List<Augmentation> list, long seed, int epoch, int step) {
    float[] features = features();
    new Augmenter(list, SHAPE, seed).apply(features, targets(), epoch, step);
    return features;
  }

  /** No pixel is 0, which stands for padding and holes. */
  private static float[] features() {
    Random random = new Random(17);
    float[] features = new float[EXAMPLES * (int) SHAPE.elements()];
    for (int i = 0; i < features.length; i++) {
      features[i] = 1 + random.nextFloat();
    }
    return features;
  }

  private static float[] targets() {
    float[] targets = new float[EXAMPLES * CLASSES];
    for (int example = 0; example < EXAMPLES; example++) {
      targets[example * CLASSES + example % CLASSES] = 1;
    }
    return targets;
  }
}
