package dev.espalier.space;

import dev.espalier.network.Network;
import java.util.function.Function;

/** Decisions, and a function from their outcomes to networks. */
final class FunctionSpace extends DecidedSpace {
  private final Function<Architecture, Network> networks;

  FunctionSpace(DecisionSpace decisions, Function<Architecture, Network> networks) {
    super(decisions);
    this.networks = networks;
  }

  @Override
  public Network expand(Architecture architecture) {
    return networks.apply(check(architecture));
  }
}
