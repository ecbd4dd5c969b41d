package dev.espalier.spaces.spec;

/** A space that its {@link Description} says all of. */
public interface OptionSpec extends SpaceSpec {

  /** What is fixed and what is open. */
  Description description();

  @Override
  default String name() {
    return description().name();
  }

  @Override
  default String toYaml() {
    return description().toYaml();
  }

  @Override
  default String hash() {
    return description().hash();
  }
}
