package dev.espalier.parameter;

import com.google.common.collect.ImmutableList;

/** What makes a part of a study: how files name it, and what can be set of it. */
public interface PartFactory {

  /** Stable id, as in {@code strategy: {type: genetic}}; snake_case. */
  String id();

  /** One line for people: what it does and the paper it comes from. */
  String summary();

  /** All that can be set, in the order in which people read it. */
  default ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of();
  }
}
