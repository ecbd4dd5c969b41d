package dev.espalier.stores.sqlite;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.store.TrialClaims;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/** Claims as rows, beside the trials. */
final class SqliteTrialClaims implements TrialClaims {
  private static final String CLAIMABLE = "(worker = '' OR worker = ? OR expires < ?)";

  /** Writes what became of a trial. */
  interface OutcomeWriter {
    int write(long trial, Outcome outcome, Optional<Checkpoint> delta) throws SQLException;
  }

  private final Connection connection;
  private final Transactions transactions;
  private final TrialTable trials;
  private final OutcomeWriter writer;
  private final String worker;
  private final Duration lease;
  private final InstantSource clock;

  SqliteTrialClaims(
      Connection connection,
      Transactions transactions,
      TrialTable trials,
      OutcomeWriter writer,
      String worker,
      Duration lease,
      InstantSource clock) {
    this.connection = connection;
    this.transactions = transactions;
    this.trials = trials;
    this.writer = writer;
    this.worker = worker;
    this.lease = lease;
    this.clock = clock;
  }

  @Override
  public void offer(long trial) {
    transactions.run(
        "offer trial " + trial,
        () -> update("INSERT OR IGNORE INTO claims VALUES (?, '', 0)", trial));
  }

  @Override
  public boolean claim(long trial) {
    return transactions.run("claim trial " + trial, () -> take(trial));
  }

  private boolean take(long trial) throws SQLException {
    return update(
            "UPDATE claims SET worker = ?, expires = ? WHERE trial = ? AND " + CLAIMABLE,
            worker,
            clock.millis() + lease.toMillis(),
            trial,
            worker,
            clock.millis())
        == 1;
  }

  @Override
  public Optional<Ask> claimNext() {
    return transactions.run(
        "claim a trial",
        () -> {
          // What this process holds already is not offered to it again.
          ImmutableList<Long> first =
              numbers(
                  "SELECT trial FROM claims WHERE worker = '' OR (worker <> ? AND expires < ?) ORDER BY trial LIMIT 1",
                  worker,
                  clock.millis());
          if (first.isEmpty() || !take(first.get(0))) {
            return Optional.empty();
          }
          return Optional.of(trials.readAsk(first.get(0)));
        });
  }

  @Override
  public ImmutableSet<Long> free(Collection<Long> some) {
    return transactions.run(
        "look for free trials",
        () ->
            numbers("SELECT trial FROM claims WHERE " + CLAIMABLE, worker, clock.millis()).stream()
                .filter(some::contains)
                .collect(ImmutableSet.toImmutableSet()));
  }

  @Override
  public void reported(long trial, int step, ImmutableMap<String, Double> metrics) {
    transactions.run(
        "store a report of trial " + trial,
        () -> {
          boolean held = holds(trial);
          if (held) {
            trials.writeReport(trial, step, metrics);
          }
          return held;
        });
  }

  @Override
  public boolean finished(long trial, Outcome outcome, Optional<Checkpoint> delta) {
    return transactions.run(
        "store the outcome of trial " + trial,
        () -> {
          boolean held = holds(trial);
          if (held) {
            writer.write(trial, outcome, delta);
            update("DELETE FROM claims WHERE trial = ?", trial);
          }
          return held;
        });
  }

  private boolean holds(long trial) throws SQLException {
    return !numbers("SELECT trial FROM claims WHERE trial = ? AND worker = ?", trial, worker)
        .isEmpty();
  }

  @Override
  public ImmutableMap<Long, Outcome> outcomes(Collection<Long> some) {
    return transactions.run(
        "look for outcomes",
        () -> {
          ImmutableMap.Builder<Long, Outcome> found = ImmutableMap.builder();
          for (long trial : some) {
            trials.readOutcome(trial).ifPresent(outcome -> found.put(trial, outcome));
          }
          return found.buildOrThrow();
        });
  }

  @Override
  public void renew() {
    transactions.run(
        "renew claims",
        () ->
            update(
                "UPDATE claims SET expires = ? WHERE worker = ?",
                clock.millis() + lease.toMillis(),
                worker));
  }

  @Override
  public void release() {
    transactions.run(
        "give back claims",
        () -> update("UPDATE claims SET worker = '', expires = 0 WHERE worker = ?", worker));
  }

  private int update(String command, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(command)) {
      set(statement, values);
      return statement.executeUpdate();
    }
  }

  private ImmutableList<Long> numbers(String query, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      set(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        ImmutableList.Builder<Long> numbers = ImmutableList.builder();
        while (row.next()) {
          numbers.add(row.getLong(1));
        }
        return numbers.build();
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
