package dev.espalier.study;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.store.TrialClaims;
import dev.espalier.trial.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The processes that work on a study beside this one, as the process that runs the study sees them.
 * For the study's own thread.
 */
final class Companions {
  /** How often to look what others did. */
  static final Duration LOOK = Duration.ofMillis(250);

  private final TrialClaims claims;
  private final Set<Long> elsewhere = new HashSet<>();
  private final Stopwatch sinceLook = Stopwatch.createStarted();

  Companions(TrialClaims claims) {
    this.claims = claims;
  }

  /** Another process has a trial, for now. */
  void has(long trial) {
    elsewhere.add(trial);
  }

  /** Whether it is time to look again; to be asked often, as claims are renewed at a look. */
  boolean due() {
    return sinceLook.elapsed().compareTo(LOOK) >= 0;
  }

  /**
   * Looks at what others did, and keeps the claims of this process.
   *
   * @param open trials that have no outcome here
   * @return outcomes of those that others finished
   */
  ImmutableMap<Long, Outcome> look(Collection<Long> open) {
    sinceLook.reset().start();
    claims.renew();
    ImmutableMap<Long, Outcome> finished = claims.outcomes(open);
    elsewhere.removeAll(finished.keySet());
    return finished;
  }

  /** Trials that others had, and lost: they died. */
  ImmutableSet<Long> lost() {
    ImmutableSet<Long> free = elsewhere.isEmpty() ? ImmutableSet.of() : claims.free(elsewhere);
    elsewhere.removeAll(free);
    return free;
  }
}
