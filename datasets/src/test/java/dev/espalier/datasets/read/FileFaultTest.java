package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFaultTest {
  @Test
  void failuresAreToldWithoutNamesOfClasses() {
    assertEquals("a.csv: permission is denied", FileFault.told(new AccessDeniedException("a.csv")));
    assertEquals(
        "a.csv: there is no such file or folder", FileFault.told(new NoSuchFileException("a.csv")));
    assertEquals(
        "run/study.db: Read-only file system",
        FileFault.told(new FileSystemException("run/study.db", null, "Read-only file system")));
    assertEquals(
        "a.csv: reading or writing failed", FileFault.told(new FileSystemException("a.csv")));
    assertEquals("it ends too early", FileFault.told(new EOFException()));
    assertEquals(
        "No space left on device", FileFault.told(new IOException("No space left on device")));
  }
}
