package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads images wherever they come from, without labels, in a wanted shape. */
public final class ImageInputs {
  private ImageInputs() {}

  /**
   * What was read.
   *
   * @param passedOver files of a folder that are no pictures, by their ending
   */
  public record Found(RawImages images, ImmutableMap<String, Integer> passedOver) {
    private static Found all(RawImages images) {
      return new Found(images, ImmutableMap.of());
    }
  }

  /**
   * Reads one picture, a folder of pictures (flat or nested), an IDX file or a table of pixels.
   *
   * @param columns the pixel columns of a table; empty if the images never come as tables
   * @param pictureFactor what pixels of 0 to 255 are multiplied by; those of tables stay as they
   *     are
   */
  public static Found read(
      Path path, FeatureShape.Image shape, List<String> columns, double pictureFactor) {
    Loading loading = Loading.quiet().withoutCache();
    if (Files.isDirectory(path)) {
      ImageFolderReader.Found found = ImageFolderReader.pictures(path);
      RawImages images = ImageFolderReader.read(path, found.pictures(), shape, loading);
      return new Found(images.times(pictureFactor), found.passedOver());
    }
    if (ImageFile.isPicture(path)) {
      Path picture = path.toAbsolutePath();
      Path folder = picture.getParent();
      RawImages images =
          ImageFolderReader.read(
              folder == null ? path : folder, ImmutableList.of(picture), shape, loading);
      return Found.all(images.times(pictureFactor));
    }
    DataFile file = DataFile.of(path);
    byte[] content = file.readAll();
    if (IdxReader.looksLikeImages(content)) {
      return Found.all(IdxReader.images(file.name(), content).resized(shape).times(pictureFactor));
    }
    if (columns.isEmpty()) {
      throw new DatasetException(
          file.name(),
          "is neither a picture (%s), nor a folder of them, nor an IDX file"
              .formatted(ImageFile.endings()));
    }
    return Found.all(fromTable(TableReaders.readFeatures(file, columns), columns, shape));
  }

  /**
   * Images whose pixels are the columns of a table, row-major {@code [channels, height, width]}.
   *
   * @throws DatasetException if the columns do not fill the shape or a cell is no number
   */
  public static RawImages fromTable(Table table, List<String> columns, FeatureShape.Image shape) {
    if (columns.size() != shape.size()) {
      throw new DatasetException(
          table.source(),
          "has %s pixel columns, %s needs %s".formatted(columns.size(), shape, shape.size()));
    }
    int[] indices = columns.stream().mapToInt(table::column).toArray();
    Features.Builder pixels = Features.builder(shape, table.size());
    ImmutableList.Builder<String> places = ImmutableList.builder();
    float[] image = new float[shape.size()];
    for (int row = 0; row < table.size(); row++) {
      for (int i = 0; i < image.length; i++) {
        int column = indices[i];
        int at = row;
        image[i] =
            (float)
                table
                    .number(row, column)
                    .orElseThrow(
                        () ->
                            table.fault(
                                at,
                                column,
                                "'%s' is not a number; a pixel must be"
                                    .formatted(table.cell(at, column))));
      }
      pixels.add(image);
      places.add(table.place(row));
    }
    return RawImages.named(table.source(), pixels.build(), places.build());
  }
}
