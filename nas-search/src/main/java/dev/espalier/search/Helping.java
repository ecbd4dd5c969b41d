package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.store.TrialClaims;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.study.Study;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.EndReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Evaluates trials of a study that another process runs. */
final class Helping {
  /** A process that was not heard of for so long counts as dead. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final String WORKER = UUID.randomUUID().toString();

  private final Plan plan;
  private final StudyFolder folder;
  private final SearchListener listener;
  private final StopSignal stop;

  Helping(Plan plan, StudyFolder folder, SearchListener listener, StopSignal stop) {
    this.plan = plan;
    this.folder = folder;
    this.listener = listener;
    this.stop = stop;
  }

  /** What this process claims in a store. */
  static TrialClaims claims(SqliteStudyStore store) {
    return store.claims(WORKER, LEASE);
  }

  /**
   * Helps until the other process has ended in whatever way.
   *
   * @return how far the study is, if this process was stopped
   */
  Optional<StudyResult> run() throws IOException, InterruptedException {
    if (stop.stopped()) {
      return Optional.of(
          StudyResult.of(plan.settings(), ImmutableList.of(), EndReason.INTERRUPTED));
    }
    Optional<String> holder = FolderLock.holder(folder.directory());
    if (holder.isEmpty() || !started()) {
      Thread.sleep(PATIENCE.toMillis());
      return Optional.empty();
    }
    listener.joined(holder.get());
    try (SqliteStudyStore store = SqliteStudyStore.open(folder.store())) {
      plan.identity().requireSame(store, folder);
      Study study =
          plan.study(plan.strategy(), store, folder, Optional.of(claims(store)))
              .listener(listener)
              .build();
      try {
        stop.during(() -> help(study), study::stop);
        return Optional.empty();
      } catch (InterruptedException interrupted) {
        if (stop.stopped()) {
          return Optional.of(
              StudyResult.of(plan.settings(), store.trials(), EndReason.INTERRUPTED));
        }
        throw interrupted;
      }
    }
  }

  /** Whether the other process has come so far that there is a study to help with. */
  private boolean started() {
    if (!Files.exists(folder.store())) {
      return false;
    }
    try (SqliteStudyStore store = SqliteStudyStore.read(folder.store())) {
      return store.study().isPresent();
    } catch (IllegalArgumentException yetWithoutTables) {
      return false;
    }
  }

  private boolean help(Study study) throws InterruptedException {
    study.help(this::isLeft);
    return true;
  }

  private boolean isLeft() {
    try {
      return FolderLock.holder(folder.directory()).isEmpty();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
