/**
 * Studies in SQLite files: one file a study, every event one durable transaction.
 *
 * <p>The file is in write-ahead mode, so a study can be read while another process runs it. Whoever
 * writes waits a while for another writer. The schema is versioned: an older file is brought up to
 * date when it is opened for writing, a newer one is refused.
 *
 * <pre>{@code
 * try (StudyStore store = SqliteStudyStore.open(Path.of("runs/digits/study.db"))) {
 *   Study.builder(settings, space, strategy, evaluator).store(store).build().run();
 * }
 * }</pre>
 */
@NullMarked
package dev.espalier.stores.sqlite;

import org.jspecify.annotations.NullMarked;
