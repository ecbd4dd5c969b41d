package dev.espalier.stores.sqlite;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a study in an SQLite file. What a call has stored is on the disk when it returns and
 * survives the end of the process and of the machine. Thread-safe; one process runs the study,
 * others may read, and evaluate what they {@link #claims claim}.
 */
public final class SqliteStudyStore implements StudyStore {
  /** Kind of the notes that a process began to work on the study. */
  public static final String RUN = "run";

  /** Above the number of the first snapshot from before the first trial, so that it counts up. */
  private static final int BEFORE_TRIALS = 1_000_000_001;

  private final Path file;
  private final Connection connection;
  private final Transactions transactions;
  private final TrialTable trials;

  private SqliteStudyStore(Path file, Connection connection, Transactions transactions) {
    this.file = file;
    this.connection = connection;
    this.transactions = transactions;
    this.trials = new TrialTable(connection);
  }

  /**
   * Opens a file for writing, or makes it.
   *
   * @throws IllegalArgumentException if it is there and holds no study, is damaged or was written
   *     by a newer release
   * @throws UncheckedIOException if it cannot be read or written
   */
  public static SqliteStudyStore open(Path file) {
    return of(file, SqliteFile.write(file));
  }

  static SqliteStudyStore of(Path file, Connection connection) {
    return new SqliteStudyStore(file, connection, Transactions.writing(file, connection));
  }

  /**
   * Opens a file for reading, also while another process writes it; each call sees what is stored
   * by then. Calls that write throw {@link UncheckedIOException}.
   *
   * @throws IllegalArgumentException if it is not there, holds no study, is damaged or was written
   *     by a newer release
   * @throws UncheckedIOException if it cannot be read
   */
  public static SqliteStudyStore read(Path file) {
    Connection connection = SqliteFile.read(file);
    return new SqliteStudyStore(file, connection, Transactions.reading(file, connection));
  }

  @Override
  public void create(StudyRecord study) {
    run(
        "start study " + study.name(),
        () -> {
          Optional<StudyRecord> known = readStudy();
          require(
              known.isEmpty(),
              "%s holds study '%s' already"
                  .formatted(file, known.map(StudyRecord::name).orElse("")));
          try (PreparedStatement row =
              connection.prepareStatement(
                  """
                  INSERT INTO study (id, name, seed, experiment, experiment_hash, finished,
                    budget_trials, budget_trainings, budget_minutes, ended)
                  VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  """)) {
            row.setString(1, study.name());
            row.setLong(2, study.seed());
            row.setString(3, study.experiment());
            row.setString(4, study.experimentHash());
            row.setBoolean(5, study.finished());
            set(row, 6, study.budget());
            row.setString(9, study.ended().map(EndReason::id).orElse(null));
            return row.executeUpdate();
          }
        });
  }

  private static void set(PreparedStatement row, int index, Budget budget) throws SQLException {
    row.setObject(index, budget.trials().isPresent() ? (Object) budget.trials().getAsInt() : null);
    row.setObject(index + 1, object(budget.trainings()));
    row.setObject(index + 2, object(budget.minutes()));
  }

  private static @Nullable Object object(OptionalDouble value) {
    return value.isPresent() ? (Object) value.getAsDouble() : null;
  }

  @Override
  public void budgeted(Budget budget, String experiment) {
    run(
        "store the budget",
        () -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE study SET budget_trials = ?, budget_trainings = ?, budget_minutes = ?,
                    experiment = ?
                  """)) {
            set(update, 1, budget);
            update.setString(4, experiment);
            return requireStudy(update.executeUpdate());
          }
        });
  }

  @Override
  public Optional<StudyRecord> study() {
    return run("read the study", this::readStudy);
  }

  @Override
  public void asked(Ask ask) {
    run(
        "store trial " + ask.number(),
        () -> {
          setEnded(Optional.empty());
          long next = asks();
          require(
              ask.number() == next,
              "%s: trial %s must be numbered %s; does another process write it?"
                  .formatted(file, ask.number(), next));
          trials.write(ask);
          return journal("asked", ask.number());
        });
  }

  @Override
  public void finished(long trial, Outcome outcome, Optional<Checkpoint> delta) {
    run(
        "store the outcome of trial " + trial,
        () -> {
          require(open(trial), "%s: trial %s has no open evaluation to end".formatted(file, trial));
          return writeOutcome(trial, outcome, delta);
        });
  }

  private int writeOutcome(long trial, Outcome outcome, Optional<Checkpoint> delta)
      throws SQLException {
    trials.write(trial, outcome, delta);
    return journal(outcome.state().id(), trial);
  }

  @Override
  public void reported(long trial, int step, ImmutableMap<String, Double> metrics) {
    run(
        "store a report of trial " + trial,
        () -> {
          require(
              open(trial),
              "%s: trial %s has no open evaluation to report of".formatted(file, trial));
          trials.writeReport(trial, step, metrics);
          return step;
        });
  }

  @Override
  public void told(long trial) {
    run(
        "journal the tell of trial " + trial,
        () -> {
          long next = tells();
          require(
              trial == next && trial < asks() && !open(trial),
              "%s: trial %s cannot be told: the next is %s, once it has an outcome"
                  .formatted(file, trial, next));
          return journal("told", trial);
        });
  }

  @Override
  public long toldCount() {
    return run("read the journal", this::tells);
  }

  @Override
  public ImmutableList<Trial> trials() {
    return run("read the trials", trials::read);
  }

  @Override
  public ImmutableMap<Long, Checkpoint> deltas() {
    return run("read what trials add to shared weights", trials::readDeltas);
  }

  @Override
  public void snapshot(long version, Checkpoint weights) {
    run(
        "store where shared weights are",
        () -> {
          try (PreparedStatement row =
              connection.prepareStatement("INSERT OR REPLACE INTO snapshots VALUES (?, ?)")) {
            row.setLong(1, version);
            row.setString(2, weights.sha256());
            row.executeUpdate();
          }
          try (PreparedStatement delete =
              connection.prepareStatement(
                  """
                  DELETE FROM snapshots WHERE version NOT IN
                    (SELECT version FROM snapshots ORDER BY version DESC LIMIT 2)
                  """)) {
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public ImmutableSortedMap<Long, Checkpoint> snapshots() {
    return run("read where shared weights are", trials::readSnapshots);
  }

  /**
   * A number that changes with whatever is stored that need not be done again: asks and outcomes,
   * notes but for those of {@link #RUN}, shared weights.
   */
  public long progress() {
    return run(
        "read how far the study is",
        () ->
            SqliteFile.number(
                connection,
                """
                SELECT coalesce((SELECT max(sequence) FROM events), 0)
                  + coalesce((SELECT max(sequence) FROM notes WHERE kind <> '%s'), 0)
                  + coalesce((SELECT max(version) FROM snapshots WHERE version >= 0), 0)
                  + coalesce((SELECT max(version) + %s FROM snapshots WHERE version < 0), 0)
                """
                    .formatted(RUN, BEFORE_TRIALS)));
  }

  @Override
  public ImmutableSortedMap<Integer, ImmutableMap<String, Double>> reports(long trial) {
    return run("read the reports of trial " + trial, () -> trials.readReports(trial));
  }

  @Override
  public void noted(String kind, String text) {
    run(
        "store a note",
        () -> {
          require(readStudy().isPresent(), "%s: the study was not started".formatted(file));
          try (PreparedStatement row =
              connection.prepareStatement("INSERT INTO notes (kind, text) VALUES (?, ?)")) {
            row.setString(1, kind);
            row.setString(2, text);
            return row.executeUpdate();
          }
        });
  }

  @Override
  public ImmutableList<String> notes(String kind) {
    return run("read the notes", () -> readNotes(kind));
  }

  private ImmutableList<String> readNotes(String kind) throws SQLException {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT text FROM notes WHERE kind = ? ORDER BY sequence")) {
      query.setString(1, kind);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          notes.add(row.getString(1));
        }
      }
    }
    return notes.build();
  }

  /**
   * The claims of one of several processes that work on this study.
   *
   * @param worker name of the process, unlike that of any other
   * @param lease after which a process that does not renew its claims counts as dead
   */
  public TrialClaims claims(String worker, Duration lease) {
    return claims(worker, lease, InstantSource.system());
  }

  TrialClaims claims(String worker, Duration lease, InstantSource clock) {
    return new SqliteTrialClaims(
        connection, transactions, trials, this::writeOutcome, worker, lease, clock);
  }

  /** Ends all claims, of whatever process: from here on one works alone. */
  public void endClaims() {
    run(
        "end claims",
        () -> {
          try (PreparedStatement delete = connection.prepareStatement("DELETE FROM claims")) {
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public void complete(EndReason why) {
    run("finish the study", () -> setEnded(Optional.of(why)));
  }

  @Override
  public void close() {
    transactions.close();
  }

  private <T> T run(String what, Transactions.Work<T> work) {
    return transactions.run(what, work);
  }

  private Optional<StudyRecord> readStudy() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM study");
        ResultSet row = query.executeQuery()) {
      return row.next()
          ? Optional.of(
              new StudyRecord(
                  row.getString("name"),
                  row.getLong("seed"),
                  row.getString("experiment"),
                  row.getString("experiment_hash"),
                  new Budget(
                      TrialTable.optional(row, "budget_trials").stream()
                          .mapToInt(Math::toIntExact)
                          .findFirst(),
                      optional(row, "budget_trainings"),
                      optional(row, "budget_minutes")),
                  Optional.ofNullable(row.getString("ended")).map(EndReason::of)))
          : Optional.empty();
    }
  }

  private static OptionalDouble optional(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private int setEnded(Optional<EndReason> why) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE study SET finished = ?, ended = ?")) {
      update.setBoolean(1, why.isPresent());
      update.setString(2, why.map(EndReason::id).orElse(null));
      return requireStudy(update.executeUpdate());
    }
  }

  private int requireStudy(int studies) {
    require(studies == 1, "%s: the study was not started".formatted(file));
    return studies;
  }

  private long tells() throws SQLException {
    return SqliteFile.number(
        connection, "SELECT coalesce(max(trial) + 1, 0) FROM events WHERE kind = 'told'");
  }

  /** Numbers are without gaps, and to look for the last takes no longer in a large study. */
  private long asks() throws SQLException {
    return SqliteFile.number(connection, "SELECT coalesce(max(number) + 1, 0) FROM trials");
  }

  private boolean open(long trial) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT 1 FROM trials WHERE number = ? AND state = 'running'")) {
      query.setLong(1, trial);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private int journal(String kind, long trial) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement("INSERT INTO events (kind, trial) VALUES (?, ?)")) {
      row.setString(1, kind);
      row.setLong(2, trial);
      return row.executeUpdate();
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }
}
