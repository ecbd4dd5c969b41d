package dev.espalier.search;

import com.google.common.base.Splitter;
import com.google.common.collect.Sets;
import dev.espalier.eval.lower.Engine;
import dev.espalier.export.Provenance;
import dev.espalier.onednn.NativeRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What this process runs on, for the record. */
final class Environment {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Environment() {}

  /** For a study on an engine. */
  static Provenance provenance(Engine engine) {
    return new Provenance(
        BuildInfo.version(),
        BuildInfo.commit(),
        System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
        "Deeplearning4j %s, %s"
            .formatted(
                BuildInfo.deeplearning4j(),
                NativeRuntime.kernels().entrySet().stream()
                    .map(part -> part.getKey() + " " + part.getValue())
                    .collect(Collectors.joining(", "))),
        engine.id(),
        cpu(),
        Engine.THREADS);
  }

  /** What trainings here depend on beside their seeds, a line each: {@code name: value}. */
  static String record() {
    Map<String, String> parts = new LinkedHashMap<>(NativeRuntime.kernels());
    parts.put("deeplearning4j", BuildInfo.deeplearning4j());
    parts.put("cpu", cpu());
    parts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return parts.entrySet().stream()
        .map(part -> part.getKey() + ": " + part.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** What differs between two such records, in words; empty if nothing does. */
  static String differences(String before, String now) {
    Map<String, String> old = parts(before);
    Map<String, String> own = parts(now);
    return Sets.union(old.keySet(), own.keySet()).stream()
        .filter(name -> !Objects.equals(old.get(name), own.get(name)))
        .map(
            name ->
                "%s (%s, was %s)"
                    .formatted(
                        name, own.getOrDefault(name, "unknown"), old.getOrDefault(name, "unknown")))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> parts(String record) {
    return record
        .lines()
        .filter(line -> line.contains(": "))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(": ")),
                line -> line.substring(line.indexOf(": ") + 2),
                (first, again) -> again,
                LinkedHashMap::new));
  }

  /** The engine that a provenance names; the default if none, or one unknown here. */
  static Engine engine(Provenance provenance) {
    return Engine.ids().contains(provenance.engine())
        ? Engine.of(provenance.engine())
        : Engine.ONEDNN;
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
