package dev.espalier.datasets;

import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.Fingerprint;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.datasets.read.RawRows;
import dev.espalier.datasets.spec.DatasetSpec;
import org.jspecify.annotations.Nullable;

/** Divides what was read, learns the preprocessing from the training split, and applies it. */
final class Assembler {
  private Assembler() {}

  static <R extends RawRows> Dataset assemble(
      Provenance provenance, DatasetSpec spec, RawDataset<R> raw) {
    RawPart<R> development = raw.development();
    RawPart<R> given = raw.test();
    TargetReader reader = TargetReader.of(raw, spec);
    Targets targets = reader.read(development);
    Partition parts = Partition.of(spec, raw, targets);
    reader.requireEveryClass(targets, parts.train(), development.rows().source());

    TargetEncoding encoding = reader.encoding(targets, parts.train(), development.rows().source());
    Fitter.Fitted<R> fitted = raw.fitter().fit(development.rows(), parts.train(), encoding);
    Features features = fitted.encode().apply(development.rows());
    Examples all = new Examples(features, targets);
    Examples test =
        given == null
            ? all.subset(parts.test())
            : new Examples(fitted.encode().apply(given.rows()), reader.read(given));
    SearchData searchData =
        new SearchData(all.subset(parts.train()), all.subset(parts.validation()));
    DatasetInfo info =
        new DatasetInfo(
            provenance,
            reader.task(),
            fitted.preprocessing().shape(),
            fingerprint(raw, encoding),
            searchData.train().size(),
            searchData.validation().size(),
            test.size(),
            classCounts(reader.task(), targets, given == null ? null : test.targets()),
            raw.missing(),
            new Understanding(
                reader.why(),
                reader.isGuess(),
                fitted.columns(),
                parts.rule(),
                parts.copies(),
                parts.validationCopies(),
                parts.testCopies(),
                raw.passedOver()));
    return new Dataset(
        info, fitted.preprocessing(), all.subset(parts.trainAndValidation()), searchData, test);
  }

  private static String fingerprint(RawDataset<?> raw, TargetEncoding encoding) {
    Fingerprint fingerprint = new Fingerprint();
    raw.development().addTo(fingerprint);
    if (raw.test() != null) {
      raw.test().addTo(fingerprint);
    }
    return fingerprint.add(raw.targetNames()).add(encoding.labels()).finish();
  }

  private static ImmutableMap<String, Integer> classCounts(
      LearningTask task, Targets development, @Nullable Targets test) {
    if (task == LearningTask.REGRESSION) {
      return ImmutableMap.of();
    }
    Targets.Labels labels = (Targets.Labels) development;
    int[] counts = labels.counts();
    if (test instanceof Targets.Labels more) {
      int[] others = more.counts();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += others[i];
      }
    }
    ImmutableMap.Builder<String, Integer> named = ImmutableMap.builder();
    for (int i = 0; i < counts.length; i++) {
      named.put(labels.classNames().get(i), counts[i]);
    }
    return named.buildOrThrow();
  }
}
