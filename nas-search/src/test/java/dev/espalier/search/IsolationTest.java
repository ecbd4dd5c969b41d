package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.search.yaml.ExperimentFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments whose trials cannot be evaluated by other processes, or in so little memory. */
class IsolationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "evaluator={type: shared} | {isolation: process} | isolation | value 'process': must be thread: trials share weights, which live in one process",
        "evaluator={sharing: inherit, fidelity: {epochs: 1}} | {isolation: process} | isolation | value 'process': must be thread: trials share weights, which live in one process",
        "study.seed=1 | {isolation: process, trialMemory: 511MiB} | isolation | value 'process': must be thread: a process needs a trialMemory of at least 512MiB",
        "study.seed=1 | {isolation: fork} | isolation | value 'fork': must be one of thread, process",
        "study.seed=1 | {trialMemory: 2 GB} | trialMemory | value '2 GB': must be a size from 1MiB to 1048576GiB, such as 2GiB",
        "study.seed=1 | {trialMemory: 12KiB} | trialMemory | value '12KiB': must be a size from 1MiB to 1048576GiB, such as 2GiB",
        "evaluator={type: shared} | {trialMemory: 1GiB} | trialMemory | bounds trainings of one network each, which evaluator shared has none of; remove it"
      })
  void whatDoesNotFitIsRefused(String setting, String execution, String key, String fault) {
    int equals = setting.indexOf('=');
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                Search.of(
                        ExperimentFiles.standard(
                            ImmutableMap.of(
                                setting.substring(0, equals),
                                setting.substring(equals + 1),
                                "execution",
                                execution)))
                    .check());
    assertEquals("--set: execution.%s: %s".formatted(key, fault), refused.getMessage());
  }
}
