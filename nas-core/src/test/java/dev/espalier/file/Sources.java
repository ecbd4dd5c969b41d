package dev.espalier.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java as users do, against the class path of the tests. */
public final class Sources {
  private Sources() {}

  /** Options of the compiler that put classes into a folder. */
  public static List<String> options(Path classes) {
    return List.of(
        "-proc:none",
        "-d",
        classes.toString(),
        "-classpath",
        System.getProperty("java.class.path"));
  }

  /** Compiles files; the test fails with what the compiler says if they do not. */
  public static void compile(Path classes, Path... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      assertTrue(
          compiler
              .getTask(
                  messages, files, null, options(classes), null, files.getJavaFileObjects(sources))
              .call(),
          messages::toString);
    }
  }
}
