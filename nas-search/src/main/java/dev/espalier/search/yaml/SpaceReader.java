package dev.espalier.search.yaml;

import dev.espalier.search.SpaceChoice;
import dev.espalier.spaces.config.ConfigException;
import dev.espalier.spaces.config.YamlMap;
import dev.espalier.spaces.config.YamlNode;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.preset.SpaceFiles;
import java.nio.file.Path;

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
      return SpaceChoice.preset(node.map("preset").required("preset").oneOf(Presets.names()));
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
}
