package dev.espalier.study;

import dev.espalier.trial.Trial;
import java.util.Objects;

/** Checks that a stored study comes out as it was stored. */
final class Replay {
  private Replay() {}

  /**
   * Checks a trial that was asked for again against the stored one.
   *
   * @throws ReplayException naming the trial and what differs
   */
  static void check(Trial again, Trial stored) {
    check(again, "seed", again.seed(), stored.seed());
    check(again, "architecture", again.architecture(), stored.architecture());
    check(again, "canonical hash", again.canonicalHash(), stored.canonicalHash());
    check(again, "recipe", again.recipe(), stored.recipe());
    check(again, "fidelity", again.fidelity(), stored.fidelity());
    check(again, "continues", again.continues(), stored.continues());
    check(again, "parents", again.parents(), stored.parents());
    check(again, "duplicate of", again.duplicateOf(), stored.duplicateOf());
  }

  private static void check(Trial trial, String what, Object again, Object stored) {
    if (!Objects.equals(again, stored)) {
      throw new ReplayException(
          ("trial %s: %s comes out as '%s', but the store holds '%s'; "
                  + "resume with the space, strategy and data that the study was started with")
              .formatted(trial.number(), what, again, stored));
    }
  }
}
