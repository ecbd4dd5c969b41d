package dev.espalier.datasets.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;

/** Reads times from cells: plain numbers, or ISO-8601 dates and date-times as seconds. */
public final class Times {
  private Times() {}

  /**
   * The time in a cell. A date-time without an offset counts as UTC.
   *
   * @throws dev.espalier.datasets.example.DatasetException if the cell holds none
   */
  public static double parse(Table table, int row, int column) {
    OptionalDouble number = table.number(row, column);
    if (number.isPresent()) {
      return number.getAsDouble();
    }
    String cell = table.cell(row, column).replace(' ', 'T');
    try {
      Instant instant =
          !cell.contains("T")
              ? LocalDate.parse(cell).atStartOfDay(ZoneOffset.UTC).toInstant()
              : cell.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)")
                  ? OffsetDateTime.parse(cell).toInstant()
                  : LocalDateTime.parse(cell).toInstant(ZoneOffset.UTC);
      return instant.getEpochSecond() + instant.getNano() / 1e9;
    } catch (DateTimeException e) {
      throw table.fault(
          row,
          column,
          "'%s' is neither a number nor an ISO-8601 date or date-time, such as 2024-05-31T12:00:00"
              .formatted(table.cell(row, column)));
    }
  }
}
