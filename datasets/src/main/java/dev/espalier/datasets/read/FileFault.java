package dev.espalier.datasets.read;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a failure of the file system means, in words that need no Java. */
public final class FileFault {
  private FileFault() {}

  /** Why, without the name of the file. */
  public static String why(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission is denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "it is there already";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (failure instanceof FileSystemLoopException) {
      return "a link leads to a folder around it";
    }
    if (failure instanceof EOFException) {
      return "it ends too early";
    }
    if (failure instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    String message = failure.getMessage();
    return message == null || failure instanceof FileSystemException
        ? "reading or writing failed"
        : message;
  }

  /** The file and why, for a failure that names a file; else why alone. */
  public static String told(IOException failure) {
    String file = failure instanceof FileSystemException named ? named.getFile() : null;
    return file == null ? why(failure) : "%s: %s".formatted(file, why(failure));
  }
}
