package dev.espalier.datasets;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import org.jspecify.annotations.Nullable;

/** Refuses settings that a format has no use for: they would be ignored silently. */
final class Settings {
  private final String source;
  private final String format;

  private Settings(String source, DataFormat format) {
    this.source = source;
    this.format = format.id();
  }

  /**
   * Checks a spec.
   *
   * @throws DatasetException if it sets what the format has no use for
   */
  static void requireUsed(String source, DataFormat format, DatasetSpec spec) {
    Settings settings = new Settings(source, format);
    if (format != DataFormat.CSV) {
      settings.refuseCategories(spec);
    }
    if (format != DataFormat.LANGUAGE_MODEL) {
      settings.refuse("limit", spec.limit());
    }
    switch (format) {
      case IMAGES, IDX -> {
        settings.refuseTable(spec);
        settings.refuseText(spec);
        settings.refuse("maxLength", spec.maxLength());
        settings.refuseSeries(spec);
      }
      case CSV -> {
        settings.refuseText(spec);
        settings.refuse("maxLength", spec.maxLength());
        settings.refuseSeries(spec);
      }
      case TEXT -> {
        settings.refuseSize(spec);
        settings.refuseSeries(spec);
        if (spec.encoding() != TextEncoding.TOKENS && spec.maxVocabulary() != null) {
          throw new DatasetException(
              source,
              "maxVocabulary (%s) means nothing for texts as vectors; encoding must be tokens"
                  .formatted(spec.maxVocabulary()));
        }
      }
      case TS -> {
        settings.refuseTable(spec);
        settings.refuseText(spec);
        settings.refuseSize(spec);
        settings.refuseSeries(spec);
      }
      case SERIES -> {
        settings.refuseText(spec);
        settings.refuseSize(spec);
      }
      case MEMORY -> {
        settings.refuseTable(spec);
        settings.refuseText(spec);
        settings.refuseSize(spec);
        settings.refuseSeries(spec);
        settings.refuse("maxLength", spec.maxLength());
        settings.refuse("path", spec.path());
      }
      case LANGUAGE_MODEL -> {
        settings.refuseTable(spec);
        settings.refuse("text", spec.text());
        settings.refuse("encoding", spec.encoding());
        settings.refuseSize(spec);
        settings.refuseSeries(spec);
      }
    }
  }

  /** Columns, which pictures and series in files of their own have none of. */
  private void refuseTable(DatasetSpec spec) {
    refuse("label", spec.label().isEmpty() ? null : spec.label());
    refuse("group", spec.group());
    refuse("order", spec.order());
    refuse("test", spec.test() instanceof TestSplit.Column column ? column : null);
  }

  private void refuseCategories(DatasetSpec spec) {
    refuse("categories", spec.categories().isEmpty() ? null : spec.categories());
  }

  private void refuseText(DatasetSpec spec) {
    refuse("text", spec.text());
    refuse("tokenizer", spec.tokenizer());
    refuse("encoding", spec.encoding());
    refuse("maxVocabulary", spec.maxVocabulary());
  }

  private void refuseSeries(DatasetSpec spec) {
    refuse("series", spec.series());
    refuse("step", spec.step());
  }

  private void refuseSize(DatasetSpec spec) {
    refuse("channels", spec.channels());
    refuse("height", spec.height());
    refuse("width", spec.width());
  }

  private void refuse(String setting, @Nullable Object value) {
    if (value != null) {
      throw new DatasetException(
          source,
          "%s (%s) means nothing for data of format %s; leave it out"
              .formatted(setting, value, format));
    }
  }
}
