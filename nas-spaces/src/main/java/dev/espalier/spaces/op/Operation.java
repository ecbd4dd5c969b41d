package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;

/**
 * A named composition of primitive layers. Implementations are stateless, have a public constructor
 * without parameters if a {@link java.util.ServiceLoader} is to find them, and are thread-safe.
 */
public interface Operation {

  /** Stable name in files and architectures: lower case letters, digits and underscores. */
  String id();

  /** One line for people. */
  String summary();

  /**
   * At least 1; to be raised when {@link #add} comes to build other layers. A version above 1 is
   * part of the hash of every space that names the operation, and so of the identity of studies.
   */
  default int version() {
    return 1;
  }

  /** The kinds of input it takes; at least one. */
  ImmutableSet<Kind> kinds();

  /** The places where it may stand; at least one. */
  ImmutableSet<Role> roles();

  /**
   * What a stem takes an input for: those that take a series as an image of one row give the shape
   * of that image, and the cells behind them are of images. By default the input itself.
   */
  default Shape takenFor(Shape input) {
    return input;
  }

  /**
   * Adds the operation's layers to a network.
   *
   * @param key prefix of the new layers' keys, which continue it with a dot and a word
   * @param input id of the node it reads, of any number of features
   * @param features output channels or features, at least 1
   * @param stride step along both image axes, at least 1; 1 for vectors and sequences
   * @return id of the node that holds the result
   */
  int add(Network.Builder network, String key, int input, int features, int stride);
}
