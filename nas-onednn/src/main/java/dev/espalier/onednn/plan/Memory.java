package dev.espalier.onednn.plan;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Native memory that somebody else owns and keeps alive. */
public final class Memory {
  private Memory() {}

  /** Address of the first scalar of an array of floats; the array must be kept alive. */
  public static long address(INDArray array) {
    return array.data().address() + array.offset() * Float.BYTES;
  }

  /** So many floats at an address. */
  public static FloatBuffer floats(long address, long length) {
    return new FloatPointer(pointer(address)).capacity(length).asBuffer();
  }

  /** What works on the floats of an array. */
  public interface Use {
    /** On its memory, which is alive until this returns and no longer. */
    void on(FloatBuffer floats);
  }

  /**
   * Works on the floats of an array that lie without gaps, as most do. The array is held: a buffer
   * of its memory alone would not keep a garbage collection from freeing it.
   */
  public static void use(INDArray array, Use use) {
    try {
      use.on(floats(address(array), array.length()));
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  static Pointer pointer(long address) {
    return new Address(address);
  }

  private static final class Address extends Pointer {
    Address(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }
}
