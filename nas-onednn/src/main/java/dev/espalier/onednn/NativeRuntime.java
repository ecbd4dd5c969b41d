package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How the native libraries of this process run. Settings that a program or its command line has
 * made stay; what they leave open is set here, so that it does not depend on who started the
 * program. Thread-safe.
 */
public final class NativeRuntime {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private NativeRuntime() {}

  /**
   * Loads ND4J with the settings that only count before it is loaded: JavaCPP does not measure the
   * process's memory at each allocation, ND4J's operations are held until they have ended ({@link
   * HoldingExecutioner}), Deeplearning4j leaves no crash dump in the working directory, and
   * libraries are unpacked where no other user can exchange them. A second time does nothing.
   *
   * @throws IllegalArgumentException as {@link #checkEnvironment}
   */
  public static void load() {
    checkEnvironment();
    Loaded.touch();
  }

  /**
   * Looks for what ND4J would not survive, without loading it.
   *
   * @throws IllegalArgumentException if {@code OMP_NUM_THREADS} is set, but to no number from 1 up
   */
  public static void checkEnvironment() {
    requireThreads(System.getenv("OMP_NUM_THREADS"));
  }

  /**
   * Has kernels run on so many threads: those of OpenMP (oneDNN) for the calling thread, those of
   * ND4J and OpenBLAS for the process. Whatever the environment says, equal counts give equal sums.
   *
   * @param count at least 1
   */
  public static void useThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads (%s) must be at least 1".formatted(count));
    }
    load();
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    if (operations.ompGetMaxThreads() != count) {
      operations.setOmpNumThreads(count);
    }
    Loaded.useThreads(count);
  }

  /**
   * What decides which kernels compute, and so the last bits of what comes out: by name the
   * instruction set that oneDNN chose, whether there are Winograd convolutions, and what ND4J's own
   * kernels were built for. Equal seeds give equal trainings where these are equal.
   */
  public static SortedMap<String, String> kernels() {
    load();
    SortedMap<String, String> kernels = new TreeMap<>();
    kernels.put("instructions", Library.instructions());
    kernels.put(
        "nd4j level",
        Integer.toString(NativeOpsHolder.getInstance().getDeviceNativeOps().binaryLevel()));
    kernels.put(
        "winograd",
        Library.fault().isEmpty() && Library.blocked() == Layout.BLOCKED_16 ? "yes" : "no");
    return kernels;
  }

  /** Set up by the first who needs it. */
  private static final class Loaded {
    private static int threads;

    static {
      setIfOpen("org.bytedeco.javacpp.maxphysicalbytes", "0");
      setIfOpen("opexec", HoldingExecutioner.class.getName());
      setIfOpen("ndarrayfactory.class", HoldingArrays.class.getName());
      setIfOpen("org.deeplearning4j.crash.reporting.enabled", "false");
      if (System.getProperty(CACHE) == null
          && System.getenv("ORG_BYTEDECO_JAVACPP_CACHEDIR") == null) {
        Path home = Path.of(System.getProperty("user.home", ""), ".javacpp", "cache");
        if (!writable(home)) {
          System.setProperty(
              CACHE, privateFolder(Path.of(System.getProperty("java.io.tmpdir"))).toString());
        }
      }
      Nd4j.getBackend();
    }

    static void touch() {
      // The initializer has done it.
    }

    static synchronized void useThreads(int count) {
      if (threads != count) {
        // The master threads may never be more than the threads.
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        Nd4j.getEnvironment().setMaxThreads(count);
        Nd4j.getEnvironment().setMaxMasterThreads(count);
        Nd4j.factory().blas().setMaxThreads(count);
        threads = count;
      }
    }

    private static void setIfOpen(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }
  }

  static void requireThreads(@Nullable String variable) {
    if (variable != null && !variable.isEmpty() && !variable.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          "the environment variable OMP_NUM_THREADS ('%s') must be a whole number from 1, or unset: every training uses one thread anyway"
              .formatted(variable));
    }
  }

  private static boolean writable(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.isWritable(folder);
    } catch (IOException | SecurityException refused) {
      return false;
    }
  }

  /**
   * A folder in the temporary one that is ours alone, the same at each start where that can be
   * trusted: a folder of that name which somebody else made, or may write to, is passed by.
   */
  static Path privateFolder(Path temporary) {
    Path folder = temporary.resolve("espalier-natives-" + System.getProperty("user.name"));
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      return isOurs(folder, temporary)
          ? folder
          : Files.createTempDirectory(
              temporary, "espalier-natives-", PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (UnsupportedOperationException noPosix) {
      return folder; // Windows: the temporary folder is the user's own
    } catch (IOException cause) {
      throw new UncheckedIOException(
          "%s: no folder for native libraries can be made there".formatted(temporary), cause);
    }
  }

  private static boolean isOurs(Path folder, Path temporary) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path probe = Files.createTempFile(temporary, "espalier", null);
    try {
      return found.isDirectory()
          && found.permissions().equals(PRIVATE)
          && found.owner().equals(Files.getOwner(probe));
    } finally {
      Files.delete(probe);
    }
  }
}
