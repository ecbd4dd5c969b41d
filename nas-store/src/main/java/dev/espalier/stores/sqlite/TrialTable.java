package dev.espalier.stores.sqlite;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Trials and their metrics as rows. */
final class TrialTable {
  /** In files, what tells a trial that was not evaluated from one that was in vain. */
  private static final String REFUSED = "refused";

  private static final Joiner JOINER = Joiner.on(';');
  private static final Splitter SPLITTER = Splitter.on(';').omitEmptyStrings();

  private final Connection connection;

  TrialTable(Connection connection) {
    this.connection = connection;
  }

  /** Writes what was asked for, as a new row. */
  void write(Ask ask) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            """
            INSERT INTO trials (number, state, seed, encoding, canonical_hash, recipe, epochs,
              of_epochs, train_fraction, continues, parents, told, train_seconds, reason)
            VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0.0, '')
            """)) {
      row.setLong(1, ask.number());
      row.setLong(2, ask.seed());
      row.setString(3, ask.architecture().encoding());
      row.setString(4, ask.networkHash());
      row.setString(5, ask.recipe());
      row.setInt(6, ask.fidelity().epochs());
      row.setInt(7, ask.fidelity().of());
      row.setDouble(8, ask.fidelity().trainFraction());
      set(row, 9, ask.continues());
      row.setString(10, JOINER.join(ask.parents()));
      row.setLong(11, ask.told());
      row.executeUpdate();
    }
    writeValues("costs", ask.number(), ask.costs());
  }

  /** Writes what became of it. */
  void write(long trial, Outcome outcome, Optional<Checkpoint> delta) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            """
            UPDATE trials SET state = ?, reached = ?, failure_cause = ?, reason = ?,
              train_seconds = ?, duplicate_of = ?, checkpoint = ?, delta = ? WHERE number = ?
            """)) {
      row.setString(1, state(outcome));
      row.setInt(2, reached(outcome).map(Fidelity::epochs).orElse(0));
      row.setString(
          3,
          (outcome instanceof Outcome.Failed failed ? failed.cause() : FailureCause.CANDIDATE)
              .id());
      row.setString(4, outcome.reason());
      row.setDouble(5, outcome.seconds());
      set(
          row,
          6,
          outcome instanceof Outcome.Shared shared
              ? OptionalLong.of(shared.original().number())
              : OptionalLong.empty());
      row.setString(
          7,
          outcome instanceof Outcome.Scored scored
              ? scored.checkpoint().map(Checkpoint::sha256).orElse(null)
              : null);
      row.setString(8, delta.map(Checkpoint::sha256).orElse(null));
      row.setLong(9, trial);
      row.executeUpdate();
    }
    if (!(outcome instanceof Outcome.Shared)) {
      writeValues("metrics", trial, outcome.metrics());
    }
  }

  private static String state(Outcome outcome) {
    return outcome instanceof Outcome.Refused ? REFUSED : outcome.state().id();
  }

  private static Optional<Fidelity> reached(Outcome outcome) {
    if (outcome instanceof Outcome.Scored scored) {
      return Optional.of(scored.reached());
    }
    return outcome instanceof Outcome.Pruned pruned
        ? Optional.of(pruned.reached())
        : Optional.empty();
  }

  private void writeValues(String table, long trial, Map<String, Double> values)
      throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement("INSERT INTO %s VALUES (?, ?, ?, ?)".formatted(table))) {
      int position = 0;
      for (Map.Entry<String, Double> value : values.entrySet()) {
        row.setLong(1, trial);
        row.setInt(2, position++);
        row.setString(3, value.getKey());
        row.setDouble(4, value.getValue());
        row.addBatch();
      }
      row.executeBatch();
    }
  }

  /** All trials by number. */
  ImmutableList<Trial> read() throws SQLException {
    List<Trial> trials = new ArrayList<>();
    try (ValueCursor costs = ValueCursor.of(connection, "costs");
        ValueCursor metrics = ValueCursor.of(connection, "metrics");
        PreparedStatement query =
            connection.prepareStatement("SELECT * FROM trials ORDER BY number");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long number = row.getLong("number");
        Ask ask = ask(row, costs.of(number));
        trials.add(new Trial(ask, outcome(row, ask, metrics.of(number), trials)));
      }
    }
    return ImmutableList.copyOf(trials);
  }

  /** What was asked for by a number that there is. */
  Ask readAsk(long number) throws SQLException {
    try (PreparedStatement query = one(number);
        ResultSet row = query.executeQuery()) {
      row.next();
      return ask(row, readValues("costs", number));
    }
  }

  /** What became of a trial that is no duplicate; empty if it is open. */
  Optional<Outcome> readOutcome(long number) throws SQLException {
    try (PreparedStatement query = one(number);
        ResultSet row = query.executeQuery()) {
      row.next();
      return outcome(
          row, ask(row, ImmutableMap.of()), readValues("metrics", number), ImmutableList.of());
    }
  }

  private PreparedStatement one(long number) throws SQLException {
    PreparedStatement query = connection.prepareStatement("SELECT * FROM trials WHERE number = ?");
    query.setLong(1, number);
    return query;
  }

  private ImmutableMap<String, Double> readValues(String table, long trial) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT metric, value FROM %s WHERE trial = ? ORDER BY position".formatted(table))) {
      query.setLong(1, trial);
      try (ResultSet row = query.executeQuery()) {
        ImmutableMap.Builder<String, Double> values = ImmutableMap.builder();
        while (row.next()) {
          values.put(row.getString(1), row.getDouble(2));
        }
        return values.buildOrThrow();
      }
    }
  }

  private static Ask ask(ResultSet row, ImmutableMap<String, Double> costs) throws SQLException {
    Architecture architecture = Architecture.parse(row.getString("encoding"));
    Fidelity fidelity =
        new Fidelity(
            row.getInt("epochs"), row.getInt("of_epochs"), row.getDouble("train_fraction"));
    OptionalLong continues = optional(row, "continues");
    Proposal proposal =
        continues.isPresent()
            ? new Proposal.Continue(continues.getAsLong(), fidelity)
            : new Proposal.Fresh(
                architecture,
                fidelity,
                SPLITTER
                    .splitToStream(row.getString("parents"))
                    .map(Long::valueOf)
                    .collect(ImmutableList.toImmutableList()));
    return new Ask(
        row.getLong("number"),
        row.getLong("told"),
        row.getLong("seed"),
        proposal,
        architecture,
        row.getString("canonical_hash"),
        row.getString("recipe"),
        costs);
  }

  /**
   * What became of a trial.
   *
   * @param earlier trials before it, among them that whose outcome it may share
   */
  private static Optional<Outcome> outcome(
      ResultSet row, Ask ask, ImmutableMap<String, Double> metrics, List<Trial> earlier)
      throws SQLException {
    String state = row.getString("state");
    String reason = row.getString("reason");
    if (state.equals(TrialState.RUNNING.id())) {
      return Optional.empty();
    }
    if (state.equals(TrialState.DUPLICATE.id())) {
      long original = optional(row, "duplicate_of").orElseThrow();
      return Optional.of(new Outcome.Shared(earlier.get(Math.toIntExact(original))));
    }
    if (state.equals(REFUSED)) {
      return Optional.of(new Outcome.Refused(reason));
    }
    if (state.equals(TrialState.FAILED.id())) {
      return Optional.of(
          new Outcome.Failed(FailureCause.of(row.getString("failure_cause")), reason));
    }
    Fidelity reached = ask.fidelity().after(row.getInt("reached"));
    double seconds = row.getDouble("train_seconds");
    return Optional.of(
        state.equals(TrialState.PRUNED.id())
            ? new Outcome.Pruned(metrics, reached, seconds)
            : new Outcome.Scored(
                metrics,
                reached,
                seconds,
                Optional.ofNullable(row.getString("checkpoint"))
                    .map(hash -> new Checkpoint("trial-" + ask.number(), hash))));
  }

  /** What each trial adds to shared weights. */
  ImmutableMap<Long, Checkpoint> readDeltas() throws SQLException {
    ImmutableMap.Builder<Long, Checkpoint> deltas = ImmutableMap.builder();
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT number, delta FROM trials WHERE delta IS NOT NULL ORDER BY number");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        deltas.put(row.getLong(1), new Checkpoint("delta-" + row.getLong(1), row.getString(2)));
      }
    }
    return deltas.buildOrThrow();
  }

  /** Where shared weights are kept. */
  ImmutableSortedMap<Long, Checkpoint> readSnapshots() throws SQLException {
    ImmutableSortedMap.Builder<Long, Checkpoint> snapshots = ImmutableSortedMap.naturalOrder();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT version, sha256 FROM snapshots");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        snapshots.put(
            row.getLong(1), new Checkpoint("weights-" + row.getLong(1), row.getString(2)));
      }
    }
    return snapshots.buildOrThrow();
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

  static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
