package dev.espalier.datasets.prepare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What texts become. */
public enum TextEncoding {
  /** Vectors, see {@link TextPreprocessing}. */
  VECTORS,
  /** Sequences of tokens, see {@link TokenPreprocessing}. */
  TOKENS;

  /** The id that files use: {@code vectors} or {@code tokens}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All ids. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(TextEncoding::id).toList();
  }

  /**
   * The encoding of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TextEncoding of(String id) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "encoding '%s' is not one of %s".formatted(id, String.join(", ", ids()))));
  }
}
