package dev.espalier.onednn.kernel;

/** Everything that makes one kernel differ from another; equal specifications share a kernel. */
public interface KernelSpec {
  /**
   * Builds it.
   *
   * @throws RuntimeException if oneDNN has no such primitive
   */
  Kernel build();
}
