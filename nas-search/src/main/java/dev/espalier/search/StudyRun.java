package dev.espalier.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import dev.espalier.store.StudyStore;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * When and how a process began to work on a study, as the store keeps it.
 *
 * @param since milliseconds since 1970
 * @param evaluated trials that had an outcome by then
 * @param workers trials side by side
 * @param process id of it
 */
record StudyRun(long since, long evaluated, int workers, long process) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double HOUR = Duration.ofHours(1).toMillis();

  /** What of a process lies in memory stands here, on Linux. */
  private static final String RESIDENT = "VmRSS:";

  /** Notes that this process begins. */
  static void begin(StudyStore store, int workers) {
    StudyRun run =
        new StudyRun(
            InstantSource.system().millis(),
            evaluated(store.trials()),
            workers,
            ProcessHandle.current().pid());
    try {
      store.noted(SqliteStudyStore.RUN, JSON.writeValueAsString(run));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The last that began. */
  static Optional<StudyRun> last(StudyStore store) {
    ImmutableList<String> notes = store.notes(SqliteStudyStore.RUN);
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(notes.get(notes.size() - 1), StudyRun.class));
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("the note of a run is damaged: " + notes, damaged);
    }
  }

  /** Trials that count for the budget. */
  static long evaluated(List<Trial> trials) {
    return trials.stream().filter(Trial::isEvaluated).count();
  }

  /**
   * How it does.
   *
   * @param done trials that have an outcome by now
   */
  StudyStatus.Pace pace(long done, Instant now) {
    double hours = (now.toEpochMilli() - since) / HOUR;
    return new StudyStatus.Pace(
        workers, hours > 0 ? (done - evaluated) / hours : 0.0, memory(process));
  }

  /** Bytes that a process and those that it started hold in memory; empty where none says so. */
  private static OptionalLong memory(long process) {
    long[] resident =
        ProcessHandle.of(process).stream()
            .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
            .flatMapToLong(handle -> resident(handle.pid()).stream())
            .toArray();
    return resident.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Arrays.stream(resident).sum());
  }

  private static OptionalLong resident(long process) {
    Path status = Path.of("/proc", Long.toString(process), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException elsewhere) {
      return OptionalLong.empty();
    }
  }
}
