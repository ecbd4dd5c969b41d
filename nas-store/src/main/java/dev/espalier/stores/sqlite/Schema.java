package dev.espalier.stores.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The versions of the tables. */
final class Schema {
  /** Number of the last migration. */
  static final int NEWEST = 4;

  private Schema() {}

  /** Brings a file to the newest version. */
  static void migrate(Path file) throws SQLException {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource("jdbc:sqlite:" + file.toAbsolutePath(), null, null)
          .locations("classpath:dev/espalier/stores/sqlite/migration")
          .failOnMissingLocations(true)
          .loggers(SilentLogs.class.getName())
          .load()
          .migrate();
    } catch (FlywayException cause) {
      throw new SQLException(
          "the schema could not be brought up to date: " + cause.getMessage(), cause);
    }
  }

  /** Version that a file has; 0 if it has none. */
  static int version(Connection connection) throws SQLException {
    boolean versioned =
        SqliteFile.number(
                connection,
                "SELECT count(*) FROM sqlite_schema WHERE name = 'flyway_schema_history'")
            > 0;
    return versioned
        ? (int)
            SqliteFile.number(
                connection,
                "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")
        : 0;
  }
}
