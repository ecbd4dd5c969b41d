package dev.espalier.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * What libraries warn of during a search, and what Espalier itself has to note, in a file of the
 * study; nothing of it goes to the console. The file is made by the first line, and later searches
 * add to it.
 */
final class SearchLog implements AutoCloseable {
  private static final String OWN = "dev.espalier";
  private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger: %msg%n";

  private final Logger root;
  private final Logger own;
  private final FromFirstLine appender;

  private SearchLog(LoggerContext context, Path file) {
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    own = context.getLogger(OWN);
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();
    FileAppender<ILoggingEvent> lines = new FileAppender<>();
    lines.setContext(context);
    lines.setFile(file.toString());
    lines.setEncoder(encoder);
    appender = new FromFirstLine(lines);
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    own.setLevel(Level.INFO);
  }

  /** Opens the log; until closed, all of this process goes into it. */
  static SearchLog to(Path file) {
    return new SearchLog((LoggerContext) LoggerFactory.getILoggerFactory(), file);
  }

  /** Notes a line. */
  void note(String line) {
    own.info(line);
  }

  /** Notes a failure with its stack trace. */
  void note(Exception failure) {
    own.error("the search failed", failure);
  }

  @Override
  public void close() {
    own.setLevel(null);
    root.setLevel(Level.OFF);
    root.detachAppender(appender);
    appender.stop();
  }

  /** Opens the file when there is something to write: a search that is refused leaves none. */
  private static final class FromFirstLine extends AppenderBase<ILoggingEvent> {
    private final FileAppender<ILoggingEvent> lines;

    FromFirstLine(FileAppender<ILoggingEvent> lines) {
      this.lines = lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (!lines.isStarted()) {
        lines.start();
      }
      lines.doAppend(event);
    }

    @Override
    public void stop() {
      lines.stop();
      super.stop();
    }
  }
}
