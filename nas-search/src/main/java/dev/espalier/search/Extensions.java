package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.read.TableReader;
import dev.espalier.datasets.read.TableReaders;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.Evaluators;
import dev.espalier.objective.MetricProvider;
import dev.espalier.objective.Task;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.StrategyFactory;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * Jars with operations, strategies, evaluators, metrics and readers of a user's own. While open,
 * they are found by the thread that opened them and by the threads that it starts: its context
 * class loader is that of the jars. Opened and closed by one thread.
 *
 * <pre>{@code
 * try (Extensions extensions = Extensions.open(List.of(Path.of("my.jar")))) {
 *   Search.of(ExperimentFiles.read(Path.of("mine.yaml"))).run();
 * }
 * }</pre>
 */
public final class Extensions implements AutoCloseable {
  private static final ImmutableList<Class<?>> SERVICES =
      ImmutableList.of(
          Operation.class,
          StrategyFactory.class,
          EvaluatorFactory.class,
          MetricProvider.class,
          TableReader.class);

  private final ClassLoader before;
  private final URLClassLoader loader;

  private Extensions(ClassLoader before, URLClassLoader loader) {
    this.before = before;
    this.loader = loader;
  }

  /**
   * Opens jars, or folders of classes, and loads their services, which a file {@code
   * META-INF/services/...} in one of them names.
   *
   * @throws IllegalArgumentException if one is not there or no jar, none of them names a service, a
   *     service does not load, or an id is taken
   */
  public static Extensions open(List<Path> jars) {
    List<Path> silent = jars.stream().filter(jar -> !namesService(jar)).toList();
    if (!jars.isEmpty() && silent.size() == jars.size()) {
      throw new IllegalArgumentException(
          "%s names no service; must hold one of %s"
              .formatted(
                  joined(jars),
                  SERVICES.stream().map(Extensions::entry).collect(Collectors.joining(", "))));
    }
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    URLClassLoader loader =
        new URLClassLoader(
            jars.stream().map(Extensions::url).toArray(URL[]::new),
            before == null ? Extensions.class.getClassLoader() : before);
    Thread.currentThread().setContextClassLoader(loader);
    Extensions extensions = new Extensions(before, loader);
    try {
      load(loader);
      return extensions;
    } catch (ServiceConfigurationError | LinkageError failure) {
      extensions.close();
      throw new IllegalArgumentException(
          "%s: a service does not load: %s".formatted(joined(jars), failure.getMessage()), failure);
    } catch (IllegalArgumentException faulty) {
      extensions.close();
      throw new IllegalArgumentException(
          "%s: %s".formatted(joined(jars), faulty.getMessage()), faulty);
    }
  }

  private static void load(ClassLoader loader) {
    for (Class<?> service : SERVICES) {
      ServiceLoader.load(service, loader).forEach(found -> {});
    }
    OperationRegistry.standard(loader);
    Strategies.registry();
    Evaluators.registry();
    TableReaders.all();
    for (Task task : Task.values()) {
      task.metrics();
    }
  }

  /** Makes the thread forget the jars. */
  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
    try {
      loader.close();
    } catch (IOException ignored) {
      // Only read from; nothing is lost.
    }
  }

  private static boolean namesService(Path jar) {
    if (Files.isDirectory(jar)) {
      return SERVICES.stream().anyMatch(service -> Files.exists(jar.resolve(entry(service))));
    }
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "there is no jar %s; must be a jar, or a folder of classes".formatted(jar));
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return SERVICES.stream().anyMatch(service -> file.getEntry(entry(service)) != null);
    } catch (IOException cause) {
      throw new IllegalArgumentException(
          "%s cannot be read as a jar: %s".formatted(jar, cause.getMessage()), cause);
    }
  }

  private static String entry(Class<?> service) {
    return "META-INF/services/" + service.getName();
  }

  private static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException cause) {
      throw new IllegalArgumentException("%s has no URL".formatted(jar), cause);
    }
  }
}
