package dev.espalier.study;

import dev.espalier.trial.Ask;
import java.util.Objects;

/** Checks that a stored study comes out as it was stored. */
final class Replay {
  private Replay() {}

  /**
   * Checks what was asked for again against what is stored.
   *
   * @throws ReplayException naming the trial and what differs
   */
  static void check(Ask again, Ask stored) {
    check(again, "seed", again.seed(), stored.seed());
    check(again, "architecture", again.architecture(), stored.architecture());
    check(again, "canonical hash", again.networkHash(), stored.networkHash());
    check(again, "recipe", again.recipe(), stored.recipe());
    check(again, "fidelity", again.fidelity(), stored.fidelity());
    check(again, "continues", again.continues(), stored.continues());
    check(again, "parents", again.parents(), stored.parents());
    check(again, "told", again.told(), stored.told());
  }

  private static void check(Ask ask, String what, Object again, Object stored) {
    if (!Objects.equals(again, stored)) {
      throw new ReplayException(
          ("trial %s: %s comes out as '%s', but the store holds '%s'; "
                  + "resume with the space, strategy and data that the study was started with")
              .formatted(ask.number(), what, again, stored));
    }
  }
}
