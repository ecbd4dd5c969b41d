package dev.espalier.stores.sqlite;

import com.google.common.collect.ImmutableMap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Goes through the values of all trials, beside one who goes through the trials by number. */
final class ValueCursor implements AutoCloseable {
  private final PreparedStatement query;
  private final ResultSet row;
  private boolean more;

  private ValueCursor(PreparedStatement query) throws SQLException {
    this.query = query;
    this.row = query.executeQuery();
    this.more = row.next();
  }

  /** Through a table of values. */
  static ValueCursor of(Connection connection, String table) throws SQLException {
    return new ValueCursor(
        connection.prepareStatement(
            "SELECT trial, metric, value FROM %s ORDER BY trial, position".formatted(table)));
  }

  /**
   * The values of a trial.
   *
   * @param trial with a higher number than the one before
   */
  ImmutableMap<String, Double> of(long trial) throws SQLException {
    while (more && row.getLong(1) < trial) {
      more = row.next();
    }
    ImmutableMap.Builder<String, Double> values = ImmutableMap.builder();
    while (more && row.getLong(1) == trial) {
      values.put(row.getString(2), row.getDouble(3));
      more = row.next();
    }
    return values.buildOrThrow();
  }

  @Override
  public void close() throws SQLException {
    row.close();
    query.close();
  }
}
