package dev.espalier.stores.sqlite;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the migration tool from writing to the console of programs that set up no logging: what
 * goes wrong is thrown. Public because the tool makes it by name.
 */
public final class SilentLogs implements LogCreator {

  /** For the migration tool. */
  public SilentLogs() {}

  @Override
  public Log createLogger(Class<?> client) {
    return new Silence();
  }

  private static final class Silence implements Log {
    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public void debug(@Nullable String message) {}

    @Override
    public void info(@Nullable String message) {}

    @Override
    public void warn(@Nullable String message) {}

    @Override
    public void error(@Nullable String message) {}

    @Override
    public void error(@Nullable String message, @Nullable Exception cause) {}

    @Override
    public void notice(@Nullable String message) {}
  }
}
