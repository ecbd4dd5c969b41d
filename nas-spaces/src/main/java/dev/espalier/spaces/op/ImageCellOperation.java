package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;

/** An operation of cells over images, and of nothing else. */
abstract class ImageCellOperation implements Operation {
  @Override
  public final ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public final ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.CELL);
  }
}
