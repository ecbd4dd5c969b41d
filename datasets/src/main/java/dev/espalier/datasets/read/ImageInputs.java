package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
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
   * Reads one picture, a folder of pictures (flat or nested), an IDX file or a table of pixels.
   *
   * @param columns the pixel columns of a table; empty if the images never come as tables
   * @param pictureFactor what pixels of 0 to 255 are multiplied by; those of tables stay as they
   *     are
   */
  public static RawImages read(
      Path path, FeatureShape.Image shape, List<String> columns, double pictureFactor) {
    if (Files.isDirectory(path)) {
      return ImageFolderReader.read(path, ImageFolderReader.pictures(path), shape)
          .times(pictureFactor);
    }
    if (ImageFile.isPicture(path)) {
      Path folder = path.toAbsolutePath().getParent();
      return ImageFolderReader.read(
              folder == null ? path : folder, ImmutableList.of(path.toAbsolutePath()), shape)
          .times(pictureFactor);
    }
    DataFile file = DataFile.of(path);
    byte[] content = file.readAll();
    if (IdxReader.looksLikeImages(content)) {
      return IdxReader.images(file.name(), content).resized(shape).times(pictureFactor);
    }
    if (columns.isEmpty()) {
      throw new DatasetException(
          file.name(), "is neither a PNG or JPEG picture, nor a folder of them, nor an IDX file");
    }
    return fromTable(TableReaders.readFeatures(file, columns), columns, shape);
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
