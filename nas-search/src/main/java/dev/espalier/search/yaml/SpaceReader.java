package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.preset.SpaceFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the {@code space:} block: a file, a preset, or the description itself. */
final class SpaceReader {
  private final Path folder;
  private final SpaceFiles files = SpaceFiles.standard();

  SpaceReader(Path folder) {
    this.folder = folder;
  }

  SpaceChoice read(YamlNode node) {
    YamlMap map = node.map();
    if (map.optional("preset").isPresent()) {
      return preset(map);
    }
    if (map.optional("program").isPresent()) {
      map.required("program")
          .fault(
              "is a space that a program built; only that program can go on with the study, or look into its networks");
      return SpaceChoice.preset(Presets.names().iterator().next());
    }
    if (map.optional("file").isPresent()) {
      String file = node.map("file").required("file").text();
      try {
        return SpaceChoice.of(files.read(folder.resolve(file).normalize()));
      } catch (ConfigException faulty) {
        faulty.faults().forEach(node.document().faults()::add);
      }
    } else {
      try {
        return SpaceChoice.of(files.read(node));
      } catch (ConfigException faulty) {
        faulty.faults().forEach(node.document().faults()::add);
      }
    }
    return SpaceChoice.preset(Presets.names().iterator().next());
  }

  /** A preset, with values given anew beside its name. */
  private static SpaceChoice preset(YamlMap map) {
    String name = map.required("preset").oneOf(Presets.names());
    if (!Presets.names().contains(name)) {
      return SpaceChoice.preset(Presets.names().iterator().next());
    }
    ImmutableMap<String, String> known = Presets.values(name);
    SpaceChoice choice = SpaceChoice.preset(name);
    for (Map.Entry<String, YamlNode> entry : map.entries().entrySet()) {
      String key = entry.getKey();
      if (key.equals("preset")) {
        continue;
      }
      if (!known.containsKey(key)) {
        entry
            .getValue()
            .fault(
                "is no value of preset %s; %s"
                    .formatted(
                        name,
                        known.isEmpty()
                            ? "it has none"
                            : "must be one of " + String.join(", ", known.keySet())));
        continue;
      }
      try {
        SpaceChoice.preset(name, ImmutableMap.of(key, entry.getValue().yaml()));
      } catch (ConfigException faulty) {
        faulty.faults().forEach(fault -> entry.getValue().fault(fault.remedy()));
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, value) -> {
              if (known.containsKey(key)) {
                values.put(key, value.yaml());
              }
            });
    try {
      choice = SpaceChoice.preset(name, values);
    } catch (ConfigException noted) {
      // Each value was tried alone, and its fault is noted where it stands.
    }
    return choice;
  }
}
