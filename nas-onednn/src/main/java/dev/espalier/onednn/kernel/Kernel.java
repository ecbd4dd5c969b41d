package dev.espalier.onednn.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/**
 * A oneDNN primitive that is ready to run. Immutable and thread-safe: it holds no data, and its
 * scratch memory is an argument.
 */
public final class Kernel {
  private final primitive alive;
  private final dnnl_primitive handle;
  private final String implementation;
  private final Map<Integer, Desc> arguments;

  private Kernel(primitive alive, String implementation, Map<Integer, Desc> arguments) {
    this.alive = alive;
    this.handle = alive.get();
    this.implementation = implementation;
    this.arguments = arguments;
  }

  /** Collects the arguments of a primitive while it is described. */
  static final class Builder {
    private final Map<Integer, Desc> arguments = new LinkedHashMap<>();
    private final String implementation;

    Builder(primitive_desc_base description) {
      implementation = description.impl_info_str().getString();
      memory.desc scratch = description.scratchpad_desc();
      if (scratch.get_size() > 0) {
        argument(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
      }
    }

    Builder argument(int id, memory.desc memory) {
      arguments.put(id, new Desc(memory));
      return this;
    }

    Kernel build(primitive built) {
      built.retainReference();
      return new Kernel(
          built, implementation, Collections.unmodifiableMap(new TreeMap<>(arguments)));
    }
  }

  /** oneDNN's name of the chosen implementation, such as {@code jit:avx2}. */
  public String implementation() {
    return implementation;
  }

  /** Whether it is the plain C++ loop that oneDNN has for what it did not optimise. */
  public boolean isReference() {
    return implementation.startsWith("ref");
  }

  /** Whether it takes an argument of this id. */
  public boolean takes(int argument) {
    return arguments.containsKey(argument);
  }

  /** Description of an argument's memory. */
  public Desc argument(int id) {
    Desc desc = arguments.get(id);
    if (desc == null) {
      throw new IllegalArgumentException(
          "%s takes no argument %s, only %s".formatted(implementation, id, arguments.keySet()));
    }
    return desc;
  }

  /** The primitive, alive as long as this kernel is. */
  public dnnl_primitive handle() {
    return handle;
  }

  @Override
  public String toString() {
    return alive.get_kind() + " " + implementation;
  }
}
