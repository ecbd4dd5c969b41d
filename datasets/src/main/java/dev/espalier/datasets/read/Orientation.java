package dev.espalier.datasets.read;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifDirectoryBase;
import dev.espalier.datasets.example.FeatureShape;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How a stored picture must be turned to be seen upright, by the orientation of its EXIF data: 1
 * for not at all, to 8 (EXIF 2.32, tag 0x0112).
 *
 * @param code 1 to 8
 */
record Orientation(int code) {
  private static final Orientation UPRIGHT = new Orientation(1);
  private static final int LAST = 8;

  /** First of those in which rows and columns change places. */
  private static final int FIRST_TURNED = 5;

  /** That of a picture; upright where it says nothing, or its EXIF data cannot be read. */
  static Orientation of(Path picture) throws IOException {
    try {
      for (Directory directory :
          ImageMetadataReader.readMetadata(picture.toFile())
              .getDirectoriesOfType(ExifDirectoryBase.class)) {
        Integer code = directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
        if (code != null && code >= 1 && code <= LAST) {
          return new Orientation(code);
        }
      }
    } catch (ImageProcessingException unknown) {
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  private boolean isTurned() {
    return code >= FIRST_TURNED;
  }

  /** The shape that a stored picture has when it is upright, and the other way round. */
  FeatureShape.Image turned(FeatureShape.Image shape) {
    if (!isTurned()) {
      return shape;
    }
    int height = shape.width();
    int width = shape.height();
    return new FeatureShape.Image(shape.channels(), height, width);
  }

  /**
   * The upright picture.
   *
   * @param stored in the shape {@code turned(upright)}
   */
  float[] upright(float[] stored, FeatureShape.Image upright) {
    if (code == 1) {
      return stored;
    }
    int height = upright.height();
    int width = upright.width();
    int storedWidth = turned(upright).width();
    int storedHeight = turned(upright).height();
    float[] turned = new float[stored.length];
    for (int channel = 0; channel < upright.channels(); channel++) {
      int base = channel * height * width;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int across = isTurned() ? y : x;
          int down = isTurned() ? x : y;
          boolean right = code == 2 || code == 3 || code == 7 || code == 8;
          boolean bottom = code == 3 || code == 4 || code == 6 || code == 7;
          int column = right ? storedWidth - 1 - across : across;
          int row = bottom ? storedHeight - 1 - down : down;
          turned[base + y * width + x] = stored[base + row * storedWidth + column];
        }
      }
    }
    return turned;
  }
}
