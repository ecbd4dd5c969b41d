package dev.espalier.export;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A file that is no architecture file; one message a fault, all faults at once. */
public final class ArchitectureFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final ImmutableList<String> messages;

  ArchitectureFileException(List<String> messages) {
    super(String.join("\n", messages));
    this.messages = ImmutableList.copyOf(messages);
  }

  /** Each names the file, the place in it, the value and what would be right. */
  public ImmutableList<String> messages() {
    return messages;
  }
}
