package dev.espalier.cli;

import dev.espalier.config.ConfigException;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.search.Search;

/** Checks of an experiment that has been read. */
final class Checks {
  private Checks() {}

  /**
   * Checks all that can be checked without training.
   *
   * @param source what messages call the experiment where they name no file of their own
   */
  static void of(Search search, String source) {
    try {
      search.check();
    } catch (ConfigException | DatasetException named) {
      throw named;
    } catch (IllegalArgumentException fault) {
      throw new IllegalArgumentException("%s: %s".formatted(source, fault.getMessage()), fault);
    }
  }
}
