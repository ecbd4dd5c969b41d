package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.Fingerprint;

/**
 * Vectors of numbers, all of one length. Immutable.
 *
 * @param source what error messages call them
 * @param rows one array a vector, which nobody changes
 */
public record RawVectors(String source, ImmutableList<float[]> rows) implements RawRows {
  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public String place(int row) {
    return "row " + row;
  }

  @Override
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(size());
    rows.forEach(fingerprint::add);
  }

  @Override
  public void addTo(int row, Fingerprint fingerprint) {
    fingerprint.add(rows.get(row));
  }
}
