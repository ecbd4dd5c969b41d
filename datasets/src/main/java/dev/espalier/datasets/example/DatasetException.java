package dev.espalier.datasets.example;

/**
 * Data that cannot be used as it is: a missing, corrupt or contradictory file, or settings that do
 * not fit the file. The message names the source, the place in it, and what would be right.
 */
public final class DatasetException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final String place;
  private final String message;

  /** A fault of the source as a whole. */
  public DatasetException(String source, String problem) {
    this(source, "", problem);
  }

  /**
   * A fault at one place.
   *
   * @param source the file or dataset, as its user would name it
   * @param place line, column, image or byte offset; empty for the whole source
   * @param problem what is wrong and what would be right
   */
  public DatasetException(String source, String place, String problem) {
    super(message(source, place, problem));
    this.message = message(source, place, problem);
    this.source = source;
    this.place = place;
  }

  /** A fault at one place that another exception explains further. */
  public DatasetException(String source, String place, String problem, Throwable cause) {
    super(message(source, place, problem), cause);
    this.message = message(source, place, problem);
    this.source = source;
    this.place = place;
  }

  /** The file or dataset at fault. */
  public String source() {
    return source;
  }

  /** Where in the source; empty when the source as a whole is at fault. */
  public String place() {
    return place;
  }

  /** Never null, unlike that of exceptions in general. */
  @Override
  public String getMessage() {
    return message;
  }

  private static String message(String source, String place, String problem) {
    return place.isEmpty() ? source + ": " + problem : source + ", " + place + ": " + problem;
  }
}
