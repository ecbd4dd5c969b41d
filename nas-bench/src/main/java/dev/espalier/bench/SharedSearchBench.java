package dev.espalier.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.sun.management.OperatingSystemMXBean;
import dev.espalier.search.Search;
import dev.espalier.search.SearchResult;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.space.Architecture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Searches by shared weights beside the best of the networks that {@link AloneBench} trained alone:
 * each search's winner is trained as these were, and so is the best of them once more, as the
 * highest of many noisy scores is too high. One CSV row a network.
 */
public final class SharedSearchBench {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Of the trainings of winners; those of {@link AloneBench} have the seeds from 1 upwards. */
  private static final long FIRST_SEED = 101;

  private SharedSearchBench() {}

  /**
   * Arguments: the experiment's file; the CSV file of {@link AloneBench}; epochs of the trainings;
   * how many of them each network gets; how many searches.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Path.of(args[0]);
    AloneResults alone = AloneResults.read(Path.of(args[1]), Integer.parseInt(args[2]));
    Trainings trainings =
        new Trainings(
            new AloneBench.Session(ExperimentFiles.read(file)),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    System.out.println("network,search_seed,search_cpu_seconds,score,trained_again,architecture");
    int best =
        alone.architectures().keySet().stream()
            .max(Comparator.comparingDouble(alone::truth))
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "best of %d alone,,%.1f,%.4f,%.4f,%s%n",
        alone.architectures().size(),
        alone.secondsOfAll(),
        alone.truth(best),
        trainings.mean(Objects.requireNonNull(alone.architectures().get(best))),
        Objects.requireNonNull(alone.architectures().get(best)).encoding());
    for (int seed = 1; seed <= Integer.parseInt(args[4]); seed++) {
      Experiment experiment =
          ExperimentFiles.read(file, Map.of("study.seed", String.valueOf(seed)));
      Path folder = Files.createTempDirectory("shared-search");
      double before = SYSTEM.getProcessCpuTime() / 1e9;
      SearchResult result = Search.of(experiment).in(folder).run();
      double spent = SYSTEM.getProcessCpuTime() / 1e9 - before;
      Architecture winner = result.winner().architecture();
      System.out.printf(
          Locale.ROOT,
          "winner of shared weights,%d,%.1f,,%.4f,%s%n",
          seed,
          spent,
          trainings.mean(winner),
          winner.encoding());
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Trains networks alone. */
  private record Trainings(AloneBench.Session session, int epochs, int seeds) {
    double mean(Architecture architecture) throws InterruptedException {
      double sum = 0.0;
      for (int i = 0; i < seeds; i++) {
        sum += session.score(architecture, epochs, FIRST_SEED + i);
      }
      return sum / seeds;
    }
  }
}
