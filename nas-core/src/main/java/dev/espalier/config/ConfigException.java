package dev.espalier.config;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/** All mistakes of one configuration; the message holds one line for each. */
public final class ConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient ImmutableList<Fault> faults;

  /** At least one fault. */
  public ConfigException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = ImmutableList.copyOf(faults);
  }

  /** The mistakes, in the order of the file; never empty. */
  public ImmutableList<Fault> faults() {
    return faults;
  }
}
