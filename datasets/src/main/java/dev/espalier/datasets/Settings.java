package dev.espalier.datasets;

import dev.espalier.datasets.example.DatasetException;
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
    switch (format) {
      case IMAGES, IDX -> {
        settings.refuse("label", spec.label().isEmpty() ? null : spec.label());
        settings.refuse("group", spec.group());
        settings.refuse("order", spec.order());
        settings.refuse("test", spec.test() instanceof TestSplit.Column column ? column : null);
        settings.refuseText(spec);
      }
      case CSV -> settings.refuseText(spec);
      case TEXT -> settings.refuseSize(spec);
    }
  }

  private void refuseText(DatasetSpec spec) {
    refuse("text", spec.text());
    refuse("tokenizer", spec.tokenizer());
    refuse("maxLength", spec.maxLength());
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
