package dev.espalier.search;

import dev.espalier.evaluate.EvaluationException;
import dev.espalier.trial.FailureCause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that evaluates trials of a search, as the search sees it. For one thread at a time. It
 * ends with the search, however that ends.
 */
final class TrialProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrialProcess.class);
  private static final int PATIENCE_SECONDS = 10;

  /** Of what a process may take, so much is heap; the rest is native. */
  private static final double HEAP_SHARE = 0.5;

  private final Process process;
  private final PrintWriter out;

  /** What it says; empty at its end. */
  private final BlockingQueue<Optional<TrialMessage>> said = new LinkedBlockingQueue<>();

  private volatile String complaint = "";

  private TrialProcess(Process process) {
    this.process = process;
    this.out = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    follow("output", process.inputReader(StandardCharsets.UTF_8), this::hear);
    follow("errors", process.errorReader(StandardCharsets.UTF_8), this::complain);
  }

  /**
   * Starts one, which takes some seconds: it loads the data.
   *
   * @param experiment as resolved
   * @param memory bytes that it may take
   * @throws EvaluationException if it does not start
   */
  static TrialProcess start(String experiment, OptionalLong memory) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(memory));
    builder.environment().put("CLASSPATH", classPath());
    TrialProcess started;
    try {
      started = new TrialProcess(builder.start());
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot start a process for a trial", cause);
    }
    try {
      started.say(new TrialMessage.Start(experiment, memory.orElse(0)));
      started.answer();
      return started;
    } catch (InterruptedException | RuntimeException failure) {
      started.close();
      throw failure;
    }
  }

  /** With the flags of this process. */
  private static List<String> command(OptionalLong memory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-X") || flag.startsWith("-D"))
        .filter(flag -> memory.isEmpty() || !flag.startsWith("-Xm"))
        .forEach(command::add);
    memory.ifPresent(bytes -> command.add("-Xmx%sk".formatted((long) (bytes * HEAP_SHARE) / 1024)));
    command.add(TrialServer.class.getName());
    return command;
  }

  /** Of this program, and of jars that were opened since it began. */
  private static String classPath() {
    List<String> entries = new ArrayList<>();
    for (ClassLoader loader = Thread.currentThread().getContextClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader jars) {
        for (URL url : jars.getURLs()) {
          entries.add(file(url));
        }
      }
    }
    entries.add(System.getProperty("java.class.path"));
    return String.join(System.getProperty("path.separator"), entries);
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException | RuntimeException noFile) {
      throw new IllegalArgumentException(
          "execution.isolation: %s is no file, so no process can be given it".formatted(url),
          noFile);
    }
  }

  private void follow(String what, BufferedReader lines, Consumer<String> reader) {
    Thread thread =
        new Thread(
            () -> {
              try (lines) {
                lines.lines().forEach(reader);
              } catch (IOException | UncheckedIOException gone) {
                // as its end
              } finally {
                if (what.equals("output")) {
                  said.add(Optional.empty());
                }
              }
            },
            "trial-process-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void hear(String line) {
    if (line.startsWith(TrialMessage.PREFIX)) {
      said.add(Optional.of(TrialMessage.parse(line)));
    } else {
      complain(line);
    }
  }

  private void complain(String line) {
    LOG.info("process {}: {}", process.pid(), line);
    complaint = line;
  }

  void say(TrialMessage message) {
    out.println(message.line());
  }

  /**
   * The next that it says.
   *
   * @throws EvaluationException if that is a failure, or its end
   */
  TrialMessage answer() throws InterruptedException {
    Optional<TrialMessage> message = said.take();
    if (message.isEmpty()) {
      said.add(message); // it stays so
      throw ended();
    }
    if (message.get() instanceof TrialMessage.Failed failed) {
      throw new EvaluationException(FailureCause.of(failed.cause()), failed.reason(), null);
    }
    return message.get();
  }

  private EvaluationException ended() throws InterruptedException {
    String code =
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
            ? "with exit code " + process.exitValue()
            : "silently";
    String reason = "its process ended %s".formatted(code);
    return new EvaluationException(
        FailureCause.RESOURCE, complaint.isEmpty() ? reason : reason + ": " + complaint, null);
  }

  /** Ends it at once, whatever it does. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
