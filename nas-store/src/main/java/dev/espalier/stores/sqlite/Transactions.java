package dev.espalier.stores.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The transactions of a connection, one at a time. Thread-safe. */
final class Transactions implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final String begin;

  private Transactions(Path file, Connection connection, String begin) {
    this.file = file;
    this.connection = connection;
    this.begin = begin;
  }

  /** Such that no other process gets between what is read and what is then written. */
  static Transactions writing(Path file, Connection connection) {
    return new Transactions(file, connection, "BEGIN IMMEDIATE");
  }

  /** Such that all that is read is of one moment. */
  static Transactions reading(Path file, Connection connection) {
    return new Transactions(file, connection, "BEGIN");
  }

  /** What is done in one transaction. */
  interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * One transaction: all of it is stored, or nothing.
   *
   * @param what is done, for messages
   * @throws UncheckedIOException if it cannot be done
   */
  synchronized <T> T run(String what, Work<T> work) {
    try {
      SqliteFile.execute(connection, begin);
      try {
        T result = work.run();
        SqliteFile.execute(connection, "COMMIT");
        return result;
      } catch (SQLException | RuntimeException cause) {
        rollBack(cause);
        throw cause;
      }
    } catch (SQLException cause) {
      throw failure(what, cause);
    }
  }

  private void rollBack(Exception cause) {
    try {
      SqliteFile.execute(connection, "ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      cause.addSuppressed(alreadyRolledBack); // such as by SQLite, on a full disk
    }
  }

  private UncheckedIOException failure(String what, SQLException cause) {
    return new UncheckedIOException(
        "%s: cannot %s: %s".formatted(file, what, cause.getMessage()), new IOException(cause));
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException cause) {
      throw failure("close", cause);
    }
  }
}
