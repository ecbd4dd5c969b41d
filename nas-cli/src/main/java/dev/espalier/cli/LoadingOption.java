package dev.espalier.cli;

import dev.espalier.datasets.read.Loading;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command loads data: {@code --no-cache}, and a bar or lines while pictures are decoded. */
final class LoadingOption {
  private static final int TENTHS = 10;

  @Option(
      names = "--no-cache",
      description = "Decode pictures anew; neither read nor write the cache of decoded ones.")
  private boolean uncached;

  /**
   * How data are loaded.
   *
   * @param quiet says nothing of how far it is
   */
  Loading loading(PrintWriter err, boolean quiet) {
    Loading loading = quiet ? Loading.quiet() : new Loading(true, listener(err));
    return uncached ? loading.withoutCache() : loading;
  }

  private static Loading.Listener listener(PrintWriter err) {
    return Progress.onTerminal() ? new Bar() : new Lines(err);
  }

  /** A line a tenth, from the second on: what is done at once needs no word. */
  private static final class Lines implements Loading.Listener {
    private final PrintWriter err;
    private int said;

    Lines(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void decoded(int done, int all) {
      int tenth = (int) ((long) TENTHS * done / all);
      if (tenth > said && tenth < TENTHS) {
        err.printf("decoded %s of %s pictures%n", done, all);
      }
      said = tenth % TENTHS;
    }
  }

  /** A bar on a terminal. */
  private static final class Bar implements Loading.Listener {
    private @Nullable ProgressBar bar;

    @Override
    public void decoded(int done, int all) {
      ProgressBar known = bar;
      if (known == null) {
        known =
            new ProgressBarBuilder()
                .setTaskName("pictures")
                .setInitialMax(all)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
        bar = known;
      }
      known.stepTo(done);
      if (done == all) {
        known.close();
        bar = null;
      }
    }
  }
}
