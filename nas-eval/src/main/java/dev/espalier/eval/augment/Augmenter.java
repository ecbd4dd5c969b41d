package dev.espalier.eval.augment;

import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Augmentation;
import java.util.List;

/**
 * Changes the batches of one training, in place, in the order of {@link Augmentation#names}. Keeps
 * scratch memory, so it is for one thread at a time.
 */
public final class Augmenter {
  private final ImmutableMap<String, Change> changes;
  private final int size;
  private final long seed;

  /**
   * For one training.
   *
   * @param augmentations what to do; nothing if empty
   * @param input shape of one example's features
   * @param seed of the training
   * @throws IllegalArgumentException if an augmentation does not fit the shape
   */
  public Augmenter(List<Augmentation> augmentations, Shape input, long seed) {
    ImmutableMap.Builder<String, Change> fitting = ImmutableMap.builder();
    for (String name : Augmentation.names()) {
      for (Augmentation augmentation : augmentations) {
        if (augmentation.name().equals(name)) {
          requireFit(augmentation, input);
          fitting.put(name, augmentation.accept(new Changes(input)));
        }
      }
    }
    this.changes = fitting.buildOrThrow();
    this.size = Math.toIntExact(input.elements());
    this.seed = seed;
  }

  /**
   * Changes a batch, the same way for the same epoch and step.
   *
   * @param features normalised, so that 0 is the mean of each over the training split: {@code
   *     [examples, channels, height, width]} or {@code [examples, features]}, row by row
   * @param targets as they are learned, after label smoothing: {@code [examples, outputs]}
   * @param epoch of the training
   * @param step of the epoch
   */
  public void apply(float[] features, float[] targets, int epoch, int step) {
    if (changes.isEmpty()) {
      return;
    }
    long own = Seeds.derive(Seeds.derive(seed, "augment", epoch), "step", step);
    changes.forEach(
        (name, change) ->
            change.apply(features, targets, features.length / size, Seeds.generator(own, name, 0)));
  }

  private static void requireFit(Augmentation augmentation, Shape input) {
    augmentation
        .misfit(input)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "augment.%s: %s".formatted(augmentation.name(), why));
            });
  }

  /** What each augmentation does to inputs that it fits. */
  private record Changes(Shape input) implements Augmentation.Visitor<Change> {
    @Override
    public Change flip(Augmentation.Flip flip) {
      return new FlipChange(image());
    }

    @Override
    public Change crop(Augmentation.Crop crop) {
      return new CropChange(image(), crop.paddingOf(image()));
    }

    @Override
    public Change cutout(Augmentation.Cutout cutout) {
      return new CutoutChange(image(), cutout.sizeOf(image()));
    }

    @Override
    public Change noise(Augmentation.Noise noise) {
      return new NoiseChange(noise.std());
    }

    @Override
    public Change mixup(Augmentation.Mixup mixup) {
      return new MixupChange(mixup.alpha());
    }

    private Shape.Image image() {
      return (Shape.Image) input;
    }
  }
}
