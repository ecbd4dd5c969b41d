package dev.espalier.spaces.spec;

import dev.espalier.config.ConfigException;
import dev.espalier.config.Faults;
import dev.espalier.config.Origin;
import dev.espalier.network.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a space takes in and puts out, as far as its description says.
 *
 * @param input shape of one example; null until {@link #bind}
 * @param outputs classes, or values of a regression; 0 until {@link #bind}
 * @param origin where mistakes are to be reported
 */
public record DataBinding(@Nullable Shape input, int outputs, Origin origin) {

  /**
   * Takes both from the data, where they were left out.
   *
   * @param shape shape of one example
   * @param number classes, or values of a regression
   * @throws ConfigException if the description says otherwise
   */
  public DataBinding bind(Shape shape, int number) {
    Faults faults = new Faults();
    if (input != null && !input.equals(shape)) {
      faults.add(
          origin.fault(
              "input",
              input.toString(),
              "must be %s, as in the data, or left out".formatted(shape)));
    }
    if (outputs != 0 && outputs != number) {
      faults.add(
          origin.fault(
              outputsPath(),
              Integer.toString(outputs),
              "must be %s, as in the data, or left out".formatted(number)));
    }
    faults.check();
    return new DataBinding(shape, number, origin);
  }

  /** Notes what is still missing. */
  public void requireBound(Faults faults) {
    if (input == null) {
      faults.add(origin.fault("input", null, "is missing; bind it to the data's"));
    }
    if (outputs == 0) {
      faults.add(origin.fault(outputsPath(), null, "is missing; bind it to the data's"));
    }
  }

  /** How the description spells its number of outputs. */
  public String outputsPath() {
    return origin.holds("classes") ? "classes" : "outputs";
  }
}
