package dev.espalier.cli;

import com.google.common.base.Strings;
import dev.espalier.objective.Objective;
import dev.espalier.search.Experiment;
import dev.espalier.search.SearchListener;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a search is: a bar on a terminal, a line an event in a pipe, or nothing. */
abstract class Progress implements SearchListener, AutoCloseable {

  /**
   * The progress for whoever reads {@code err}.
   *
   * @param quiet prints nothing but warnings
   */
  @SuppressWarnings("SystemConsoleNull") // without a console a JDK 22 prints a bar too; no harm
  static Progress of(Experiment experiment, PrintWriter err, boolean quiet) {
    if (quiet) {
      return new Quiet(err);
    }
    boolean terminal = System.console() != null && System.getenv("CI") == null;
    return terminal ? new Bar(experiment, err) : new Lines(experiment, err);
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
    private final int trials;
    private int evaluated;

    Lines(Experiment experiment, PrintWriter err) {
      this.err = err;
      this.trials = experiment.budget().trials();
    }

    @Override
    public void warned(String message) {
      err.println("nas: " + message);
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
      err.printf("[%d/%d] trial %d %s%n", evaluated, trials, trial.number(), summary(trial));
    }

    @Override
    public void ended(StudyResult result) {
      err.printf("search ended: %s%n", result.ended().id());
    }

    @Override
    public void found() {
      err.println("this search is finished; its result is read from the folder");
    }

    @Override
    public void trained(String network, int done, int all) {
      err.printf("final training %d/%d: %s%n", done, all, network);
    }
  }

  /** A bar with the trials done, the best so far and the time left. */
  private static final class Bar extends Progress {
    private final Experiment experiment;
    private final PrintWriter err;
    private ProgressBar bar;
    private @Nullable Double best;

    Bar(Experiment experiment, PrintWriter err) {
      this.experiment = experiment;
      this.err = err;
      this.bar = bar("search", experiment.budget().trials());
    }

    private static ProgressBar bar(String task, long steps) {
      return new ProgressBarBuilder()
          .setTaskName(task)
          .setInitialMax(steps)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(500)
          .build();
    }

    @Override
    public void warned(String message) {
      err.println("nas: " + message);
    }

    @Override
    public void replayed(Trial trial) {
      finished(trial);
    }

    @Override
    public void finished(Trial trial) {
      if (trial.state() != TrialState.DUPLICATE) {
        bar.step();
      }
      improve(trial);
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
        bar.setExtraMessage(
            " best %s %s".formatted(objective.get().metric(), Format.metric(value)));
      }
    }

    @Override
    public void ended(StudyResult result) {
      bar.close();
    }

    @Override
    public void trained(String network, int done, int all) {
      if (done == 1) {
        bar.close();
        bar = bar("final training", all);
      }
      bar.stepTo(done);
      bar.setExtraMessage(" " + network);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static String summary(Trial trial) {
    StringBuilder text = new StringBuilder(Strings.padEnd(trial.state().id(), 9, ' '));
    if (trial.duplicateOf().isPresent()) {
      text.append(" of trial ").append(trial.duplicateOf().getAsLong());
    } else {
      trial
          .metrics()
          .forEach(
              (metric, value) -> {
                if (metric.equals("val_loss") || !metric.startsWith("val_")) {
                  return;
                }
                text.append(' ').append(metric).append(' ').append(Format.metric(value));
              });
      Double macs = trial.metrics().get("macs");
      if (macs != null) {
        text.append(" macs ").append(Format.count(macs.longValue()));
      }
      text.append(" in ").append(Format.seconds(trial.trainSeconds()));
    }
    if (!trial.reason().isEmpty()) {
      text.append(": ").append(trial.reason());
    }
    return text.toString();
  }
}
