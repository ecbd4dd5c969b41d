package dev.espalier.search.yaml;

import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.recipe.Augmentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes the list under {@code augment:}, whose items are a name, or a name with its
 * settings: {@code [flip, {crop: {padding: 4}}]}.
 */
final class AugmentYaml {
  static final double ABOVE_ZERO = 1e-12;
  static final double LARGEST = 1e6;
  static final int MOST_PIXELS = 65_535;
  private static final double NOISE_STD = 0.05;
  private static final double MIXUP_ALPHA = 0.2;

  private AugmentYaml() {}

  /** The augmentations; a name that is there twice is a fault. */
  static List<Augmentation> read(YamlNode node) {
    List<Augmentation> augmentations = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode item : node.list()) {
      Augmentation augmentation = item.isMap() ? withSettings(item) : bare(item);
      if (item.document().faults().touch(item.path())) {
        continue; // a harmless value stands for what was meant
      }
      if (names.add(augmentation.name())) {
        augmentations.add(augmentation);
      } else {
        item.fault("lists %s again; each may be there once".formatted(augmentation.name()));
      }
    }
    return augmentations;
  }

  /** As {@link #read} takes it; sizes that follow the image stay a bare name. */
  static List<Object> write(List<Augmentation> augmentations) {
    return augmentations.stream().map(each -> each.accept(new Item())).toList();
  }

  private static Augmentation bare(YamlNode item) {
    return of(item.oneOf(Augmentation.names()), Optional.empty());
  }

  private static Augmentation withSettings(YamlNode item) {
    Map<String, YamlNode> entries = item.map(Augmentation.names().toArray(String[]::new)).entries();
    if (entries.size() != 1) {
      item.fault("must be one name with its settings, such as {crop: {padding: 4}}");
    }
    return entries.entrySet().stream()
        .filter(entry -> Augmentation.names().contains(entry.getKey()))
        .findFirst()
        .map(entry -> of(entry.getKey(), Optional.of(entry.getValue())))
        .orElseGet(Augmentation.Flip::new);
  }

  private static Augmentation of(String name, Optional<YamlNode> settings) {
    return switch (name) {
      case "crop" -> new Augmentation.Crop(pixels(settings, "padding"));
      case "cutout" -> new Augmentation.Cutout(pixels(settings, "size"));
      case "noise" -> new Augmentation.Noise(strength(settings, "std", NOISE_STD));
      case "mixup" -> new Augmentation.Mixup(strength(settings, "alpha", MIXUP_ALPHA));
      default -> {
        settings.map(YamlNode::map).ifPresent(AugmentYaml::refuseAll);
        yield new Augmentation.Flip();
      }
    };
  }

  private static void refuseAll(YamlMap settings) {
    settings.entries().values().forEach(value -> value.fault("is an unknown key; flip has none"));
  }

  private static int pixels(Optional<YamlNode> settings, String key) {
    return value(settings, key).map(node -> node.integer(1, MOST_PIXELS)).orElse(0);
  }

  private static double strength(Optional<YamlNode> settings, String key, double otherwise) {
    return value(settings, key).map(node -> node.real(ABOVE_ZERO, LARGEST)).orElse(otherwise);
  }

  private static Optional<YamlNode> value(Optional<YamlNode> settings, String key) {
    return settings.flatMap(node -> node.map(key).optional(key));
  }

  private static final class Item implements Augmentation.Visitor<Object> {
    @Override
    public Object flip(Augmentation.Flip flip) {
      return flip.name();
    }

    @Override
    public Object crop(Augmentation.Crop crop) {
      return crop.padding() == 0
          ? crop.name()
          : Map.of(crop.name(), Map.of("padding", crop.padding()));
    }

    @Override
    public Object cutout(Augmentation.Cutout cutout) {
      return cutout.size() == 0
          ? cutout.name()
          : Map.of(cutout.name(), Map.of("size", cutout.size()));
    }

    @Override
    public Object noise(Augmentation.Noise noise) {
      return Map.of(noise.name(), Map.of("std", noise.std()));
    }

    @Override
    public Object mixup(Augmentation.Mixup mixup) {
      return Map.of(mixup.name(), Map.of("alpha", mixup.alpha()));
    }
  }
}
