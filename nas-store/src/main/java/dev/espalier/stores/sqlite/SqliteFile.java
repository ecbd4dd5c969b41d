package dev.espalier.stores.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens study files, and says what is wrong with those that are none. */
final class SqliteFile {
  /** Stands in the header ("ESpa"), so that other SQLite files are told apart. */
  private static final int APPLICATION_ID = 0x45537061;

  private static final int BUSY_MILLIS = 30_000;

  private SqliteFile() {}

  /** Opens for writing, makes the file if it is not there, brings an older schema up to date. */
  static Connection write(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return open(
        file,
        config,
        connection -> {
          if (number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
            execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
          }
          check(file, connection);
          if (Schema.version(connection) < Schema.NEWEST) {
            Schema.migrate(file);
          }
        });
  }

  /** Opens for reading, beside a process that writes. */
  static Connection read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "%s is not there, must be a file that a study was written to".formatted(file));
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      Connection connection = open(file, config, opened -> check(file, opened));
      if (Schema.version(connection) == Schema.NEWEST) {
        return connection;
      }
      connection.close();
      return readCopy(file); // one who reads does not bring a file up to date
    } catch (SQLException cause) {
      throw refusal(file, cause);
    } catch (UncheckedIOException refused) {
      return mayOnlyBeRead(file) ? readCopy(file) : rethrow(refused);
    }
  }

  /** SQLite reads a file of this journal mode only where it may write beside it. */
  private static boolean mayOnlyBeRead(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return Files.isReadable(file)
        && (!Files.isWritable(file) || folder == null || !Files.isWritable(folder));
  }

  private static Connection rethrow(UncheckedIOException refused) {
    throw refused;
  }

  /** Opens a copy, with what was not yet merged into the file, that is deleted with the process. */
  static Connection readCopy(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      Path folder = Files.createTempDirectory("espalier-study-");
      Path copy = folder.resolve("study.db");
      folder.toFile().deleteOnExit();
      for (String ending : List.of("", "-wal", "-shm")) {
        Path from = Path.of(file + ending);
        Path to = Path.of(copy + ending);
        if (!ending.equals("-shm") && Files.exists(from)) {
          Files.copy(from, to);
        }
        to.toFile().deleteOnExit();
      }
      return open(
          copy,
          config,
          connection -> {
            check(file, connection);
            if (Schema.version(connection) < Schema.NEWEST) {
              Schema.migrate(copy);
            }
          });
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot copy study %s to read it".formatted(file), cause);
    }
  }

  private static Connection open(Path file, SQLiteConfig config, Preparation preparation) {
    @Nullable Connection connection = null;
    try {
      connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
      preparation.prepare(connection);
      return connection;
    } catch (SQLException cause) {
      close(connection, cause);
      throw refusal(file, cause);
    } catch (RuntimeException cause) {
      close(connection, cause);
      throw cause;
    }
  }

  private static void close(@Nullable Connection connection, Exception cause) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException second) {
        cause.addSuppressed(second);
      }
    }
  }

  /** A file that is no study is the caller's mistake; one that cannot be read is not. */
  private static RuntimeException refusal(Path file, SQLException cause) {
    if (cause instanceof SQLiteException sqlite) {
      SQLiteErrorCode code = sqlite.getResultCode();
      if (code == SQLiteErrorCode.SQLITE_NOTADB) {
        return new IllegalArgumentException(
            "%s is not an SQLite file, must be one that a study was written to".formatted(file),
            cause);
      }
      if ((code.code & 0xff) == SQLiteErrorCode.SQLITE_CORRUPT.code) {
        return damaged(file, String.valueOf(cause.getMessage()));
      }
    }
    return new UncheckedIOException(
        "cannot open study %s: %s".formatted(file, cause.getMessage()), new IOException(cause));
  }

  private static void check(Path file, Connection connection) throws SQLException {
    if (number(connection, "PRAGMA application_id") != APPLICATION_ID) {
      throw new IllegalArgumentException(
          "%s is an SQLite file of something else, must be one that a study was written to"
              .formatted(file));
    }
    int version = Schema.version(connection);
    if (version > Schema.NEWEST) {
      throw new IllegalArgumentException(
          "%s has schema version %s, must be at most %s: it was written by a newer release"
              .formatted(file, version, Schema.NEWEST));
    }
    String verdict = text(connection, "PRAGMA quick_check(1)");
    if (!verdict.equals("ok")) {
      throw damaged(file, verdict);
    }
  }

  private static IllegalArgumentException damaged(Path file, String how) {
    return new IllegalArgumentException("study %s is damaged: %s".formatted(file, how));
  }

  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  static void execute(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  /** What is done with a connection before it is used. */
  private interface Preparation {
    void prepare(Connection connection) throws SQLException;
  }
}
