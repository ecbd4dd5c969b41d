package dev.espalier.search;

import dev.espalier.search.report.PolicyFile;
import dev.espalier.strategy.Learned;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A strategy of which what it has learned is kept in a file, and there at most a while old. */
final class LearnedStrategy implements SearchStrategy {
  private static final long OLDEST = TimeUnit.SECONDS.toNanos(2);

  private final SearchStrategy inner;
  private final Path file;
  private long written = System.nanoTime() - OLDEST;

  LearnedStrategy(SearchStrategy inner, Path file) {
    this.inner = inner;
    this.file = file;
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    return inner.ask(turn);
  }

  @Override
  public void tell(Trial finished) {
    inner.tell(finished);
    if (System.nanoTime() - written >= OLDEST) {
      write();
    }
  }

  @Override
  public Optional<Learned> learned() {
    return inner.learned();
  }

  /** Brings the file up to date. */
  void write() {
    learned().ifPresent(now -> PolicyFile.write(file, now));
    written = System.nanoTime();
  }
}
