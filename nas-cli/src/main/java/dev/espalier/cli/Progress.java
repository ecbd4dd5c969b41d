package dev.espalier.cli;

import com.google.common.base.Stopwatch;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.objective.Objective;
import dev.espalier.search.SearchListener;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a search is: a bar on a terminal, a line an event in a pipe, or nothing. */
abstract class Progress implements SearchListener, AutoCloseable {
  private static final int MOST_CHARACTERS = 118;
  private static final int TENTHS = 10;

  /**
   * The progress for whoever reads {@code err}.
   *
   * @param quiet prints nothing but warnings
   */
  static Progress of(Experiment experiment, PrintWriter err, boolean quiet) {
    if (quiet) {
      return new Quiet(err);
    }
    return onTerminal() ? new Bar(experiment, err) : new Lines(experiment, err);
  }

  /** Whether somebody watches who sees a bar move. */
  @SuppressWarnings("SystemConsoleNull") // without a console a JDK 22 prints a bar too; no harm
  static boolean onTerminal() {
    return System.console() != null && System.getenv("CI") == null;
  }

  @Override
  public void close() {}

  /** Warnings only. */
  private static final class Quiet extends Progress {
    private final PrintWriter err;

    Quiet(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void warned(String message) {
      err.println("nas: " + message);
    }
  }

  /** A line an event. */
  private static final class Lines extends Progress {
    private final PrintWriter err;
    private final String trials;
    private final Stopwatch preparing = Stopwatch.createUnstarted();
    private long prepared;
    private int evaluated;

    Lines(Experiment experiment, PrintWriter err) {
      this.err = err;
      this.trials = Format.limit(experiment.budget().trials());
    }

    @Override
    public void warned(String message) {
      err.println("nas: " + message);
    }

    /** A line for each tenth; the time left is told by what this run does. */
    @Override
    public void preparing(long done, long all, double loss) {
      if (!preparing.isRunning()) {
        preparing.start();
        prepared = done - 1;
      }
      if (done * TENTHS / all > (done - 1) * TENTHS / all) {
        double spent = preparing.elapsed().toMillis() / 1000.0;
        err.printf(
            Locale.ROOT,
            "shared weights %s %%: loss %.4f, %s left%n",
            100 * done / all,
            loss,
            Format.seconds(spent / Math.max(1, done - prepared) * (all - done)));
      }
    }

    @Override
    public void prepared(String summary) {
      err.println(summary);
    }

    @Override
    public void replayed(Trial trial) {
      if (trial.state() != TrialState.DUPLICATE) {
        evaluated++;
      }
    }

    @Override
    public void finished(Trial trial) {
      if (trial.state() != TrialState.DUPLICATE) {
        evaluated++;
      }
      err.println(
          fit("[%s/%s] trial %s %s".formatted(evaluated, trials, trial.number(), summary(trial))));
    }

    @Override
    public void ended(StudyResult result) {
      err.printf("search ended: %s%n", result.ended().id());
    }

    @Override
    public void begun(Experiment filled, DatasetInfo data) {
      DataLines.titled(data).forEach(err::println);
    }

    @Override
    public void joined(String holder) {
      err.printf("joined: evaluating trials for %s%n", holder);
    }

    @Override
    public void found() {
      err.println("this search is finished; its result is read from the folder");
    }

    @Override
    public void trained(String network, int done, int all) {
      err.printf("final training %s/%s: %s%n", done, all, network);
    }
  }

  /** A bar with the trials done, the best so far, the epoch and the time left. */
  private static final class Bar extends Progress {
    private Experiment experiment;
    private final PrintWriter err;

    /** Where the length of a bar is not known. */
    private static final int UNKNOWN = -1;

    private @Nullable ProgressBar bar;
    private @Nullable Double best;
    private boolean preparing;
    private long replayed;
    private String message = "";

    Bar(Experiment experiment, PrintWriter err) {
      this.experiment = experiment;
      this.err = err;
    }

    /** The time left is told by what this run does, not by what was there. */
    private ProgressBar bar(String task, long from, long steps) {
      ProgressBar known = bar;
      if (known == null) {
        known =
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .startsFrom(from, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();
        bar = known;
      }
      return known;
    }

    private ProgressBar search() {
      return bar("search", replayed, experiment.budget().trials().orElse(UNKNOWN));
    }

    private void end() {
      ProgressBar known = bar;
      if (known != null) {
        known.close();
        bar = null;
      }
    }

    @Override
    public void warned(String warning) {
      err.println("nas: " + warning);
    }

    @Override
    public void begun(Experiment filled, DatasetInfo data) {
      experiment = filled;
      DataLines.titled(data).forEach(err::println);
    }

    @Override
    public void joined(String holder) {
      err.printf("joined: evaluating trials for %s%n", holder);
    }

    @Override
    public void prepared(String summary) {
      err.println(summary);
    }

    @Override
    public void replayed(Trial trial) {
      if (trial.state() != TrialState.DUPLICATE) {
        replayed++;
      }
      improve(trial);
    }

    @Override
    public void preparing(long done, long all, double loss) {
      if (!preparing) {
        end();
        preparing = true;
      }
      bar("shared weights", done - 1, all)
          .stepTo(done)
          .setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
      if (done == all) {
        end();
        preparing = false;
      }
    }

    @Override
    public void asked(Trial trial) {
      search().setExtraMessage(message);
    }

    @Override
    public void reported(long trial, int step, ImmutableMap<String, Double> metrics) {
      search()
          .setExtraMessage(
              "%s trial %s epoch %s/%s"
                  .formatted(message, trial, step, experiment.fidelity().epochs()));
    }

    @Override
    public void finished(Trial trial) {
      if (trial.state() != TrialState.DUPLICATE) {
        search().step();
      }
      improve(trial);
      search().setExtraMessage(message);
    }

    private void improve(Trial trial) {
      Optional<Objective> objective = experiment.objectives().stream().findFirst();
      if (objective.isEmpty() || !trial.scored()) {
        return;
      }
      double value = trial.metric(objective.get().metric());
      Double known = best;
      if (known == null
          || objective.get().direction().orient(value)
              > objective.get().direction().orient(known)) {
        best = value;
        message = " best %s %s".formatted(objective.get().metric(), Format.metric(value));
      }
    }

    @Override
    public void ended(StudyResult result) {
      end();
    }

    @Override
    public void training(String network, int epoch, int epochs) {
      ProgressBar known = bar;
      if (known != null) {
        known.setExtraMessage(" %s epoch %s/%s".formatted(network, epoch, epochs));
      }
    }

    @Override
    public void trained(String network, int done, int all) {
      ProgressBar known = bar("final training", 0, all);
      known.stepTo(done);
      known.setExtraMessage(" " + network);
      if (done == all) {
        end(); // the winner's come first, then those of the reference networks
      }
    }

    @Override
    public void close() {
      end();
    }
  }

  /** A line of a pipe, short enough for a screen. */
  private static String fit(String line) {
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 3) + "...";
  }

  private static String summary(Trial trial) {
    StringBuilder text = new StringBuilder(Strings.padEnd(trial.state().id(), 9, ' '));
    if (trial.duplicateOf().isPresent()) {
      text.append(" of trial ").append(trial.duplicateOf().getAsLong());
    } else {
      trial.metrics().entrySet().stream()
          .filter(metric -> metric.getKey().startsWith("val_"))
          .findFirst() // the main metric of the task comes first
          .ifPresent(
              metric ->
                  text.append(' ')
                      .append(metric.getKey())
                      .append(' ')
                      .append(Format.metric(metric.getValue())));
      Double macs = trial.metrics().get("macs");
      if (macs != null) {
        text.append(" macs ").append(Format.count(macs.longValue()));
      }
      if (trial.reached().isPresent()) {
        text.append(" in ").append(Format.seconds(trial.trainSeconds()));
      }
    }
    String summary = text.toString().stripTrailing();
    return trial.reason().isEmpty() ? summary : summary + ": " + trial.reason();
  }
}
