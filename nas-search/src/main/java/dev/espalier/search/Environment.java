package dev.espalier.search;

import com.google.common.base.Splitter;
import dev.espalier.eval.lower.Engine;
import dev.espalier.export.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this process runs on, for the record. */
final class Environment {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String ENGINE = "engine ";

  private Environment() {}

  /** For a study on an engine, which ends the line of the backend. */
  static Provenance provenance(Engine engine) {
    return new Provenance(
        BuildInfo.version(),
        BuildInfo.commit(),
        System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
        "Deeplearning4j %s, %s%s".formatted(BuildInfo.deeplearning4j(), ENGINE, engine.id()),
        cpu(),
        Engine.THREADS);
  }

  /** The engine that a provenance names; the default if none, or one unknown here. */
  static Engine engine(Provenance provenance) {
    String backend = provenance.backend();
    for (Engine engine : Engine.values()) {
      if (backend.endsWith(ENGINE + engine.id())) {
        return engine;
      }
    }
    return Engine.ONEDNN;
  }

  private static String cpu() {
    String fallback = System.getProperty("os.arch");
    if (!Files.isReadable(CPU_INFO)) {
      return fallback;
    }
    try {
      String text = Files.readString(CPU_INFO, StandardCharsets.UTF_8);
      Optional<String> model =
          Splitter.on('\n')
              .splitToStream(text)
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst();
      return model.orElse(fallback);
    } catch (IOException unreadable) {
      return fallback;
    }
  }
}
