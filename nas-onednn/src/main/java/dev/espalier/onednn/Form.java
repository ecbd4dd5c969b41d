package dev.espalier.onednn;

/** What DL4J takes an array for, by its rank. */
enum Form {
  /** {@code [rows, features]}. */
  ROWS("rows of features"),
  /** {@code [rows, features, steps]}; steps lie along the width of maps of one line. */
  SERIES("series"),
  /** {@code [rows, channels, height, width]}. */
  MAPS("maps");

  private final String description;

  Form(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }
}
