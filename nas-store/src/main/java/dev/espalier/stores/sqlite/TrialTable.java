package dev.espalier.stores.sqlite;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Trials and their metrics as rows. */
final class TrialTable {
  private static final Joiner JOINER = Joiner.on(';');
  private static final Splitter SPLITTER = Splitter.on(';').omitEmptyStrings();

  private final Connection connection;

  TrialTable(Connection connection) {
    this.connection = connection;
  }

  /** Writes a trial, over the row of the same number if there is one. */
  void write(Trial trial) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            """
            INSERT INTO trials (number, state, seed, encoding, canonical_hash, recipe, epochs,
              train_fraction, continues, parents, train_seconds, duplicate_of, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET state = excluded.state,
              train_seconds = excluded.train_seconds, reason = excluded.reason
            """)) {
      row.setLong(1, trial.number());
      row.setString(2, trial.state().id());
      row.setLong(3, trial.seed());
      row.setString(4, trial.architecture().encoding());
      row.setString(5, trial.canonicalHash());
      row.setString(6, trial.recipe());
      row.setInt(7, trial.fidelity().epochs());
      row.setDouble(8, trial.fidelity().trainFraction());
      set(row, 9, trial.continues());
      row.setString(10, JOINER.join(trial.parents()));
      row.setDouble(11, trial.trainSeconds());
      set(row, 12, trial.duplicateOf());
      row.setString(13, trial.reason());
      row.executeUpdate();
    }
    writeMetrics(trial);
  }

  private void writeMetrics(Trial trial) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement("INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?)")) {
      int position = 0;
      for (Map.Entry<String, Double> metric : trial.metrics().entrySet()) {
        row.setLong(1, trial.number());
        row.setInt(2, position++);
        row.setString(3, metric.getKey());
        row.setDouble(4, metric.getValue());
        row.addBatch();
      }
      row.executeBatch();
    }
  }

  /** All trials by number. */
  ImmutableList<Trial> read() throws SQLException {
    Map<Long, ImmutableMap.Builder<String, Double>> metrics = readMetrics();
    ImmutableList.Builder<Trial> trials = ImmutableList.builder();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT * FROM trials ORDER BY number");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long number = row.getLong("number");
        trials.add(trial(row, metrics.getOrDefault(number, ImmutableMap.builder()).buildOrThrow()));
      }
    }
    return trials.build();
  }

  private Map<Long, ImmutableMap.Builder<String, Double>> readMetrics() throws SQLException {
    Map<Long, ImmutableMap.Builder<String, Double>> metrics = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT trial, metric, value FROM metrics ORDER BY trial, position");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        metrics
            .computeIfAbsent(row.getLong(1), number -> ImmutableMap.builder())
            .put(row.getString(2), row.getDouble(3));
      }
    }
    return metrics;
  }

  private static Trial trial(ResultSet row, ImmutableMap<String, Double> metrics)
      throws SQLException {
    return new Trial(
        row.getLong("number"),
        TrialState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("seed"),
        Architecture.parse(row.getString("encoding")),
        row.getString("canonical_hash"),
        row.getString("recipe"),
        new Fidelity(row.getInt("epochs"), row.getDouble("train_fraction")),
        optional(row, "continues"),
        SPLITTER
            .splitToStream(row.getString("parents"))
            .map(Long::valueOf)
            .collect(ImmutableList.toImmutableList()),
        metrics,
        row.getDouble("train_seconds"),
        optional(row, "duplicate_of"),
        row.getString("reason"));
  }

  void writeReport(long trial, int step, Map<String, Double> metrics) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM reports WHERE trial = ? AND step = ?");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO reports VALUES (?, ?, ?, ?)")) {
      delete.setLong(1, trial);
      delete.setInt(2, step);
      delete.executeUpdate();
      for (Map.Entry<String, Double> metric : metrics.entrySet()) {
        insert.setLong(1, trial);
        insert.setInt(2, step);
        insert.setString(3, metric.getKey());
        insert.setDouble(4, metric.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  ImmutableSortedMap<Integer, ImmutableMap<String, Double>> readReports(long trial)
      throws SQLException {
    Map<Integer, ImmutableMap.Builder<String, Double>> steps = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT step, metric, value FROM reports WHERE trial = ? ORDER BY step, metric")) {
      query.setLong(1, trial);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          steps
              .computeIfAbsent(row.getInt(1), step -> ImmutableMap.builder())
              .put(row.getString(2), row.getDouble(3));
        }
      }
    }
    ImmutableSortedMap.Builder<Integer, ImmutableMap<String, Double>> reports =
        ImmutableSortedMap.naturalOrder();
    steps.forEach((step, metrics) -> reports.put(step, metrics.buildOrThrow()));
    return reports.buildOrThrow();
  }

  private static void set(PreparedStatement row, int index, OptionalLong value)
      throws SQLException {
    if (value.isPresent()) {
      row.setLong(index, value.getAsLong());
    } else {
      row.setNull(index, Types.INTEGER);
    }
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
