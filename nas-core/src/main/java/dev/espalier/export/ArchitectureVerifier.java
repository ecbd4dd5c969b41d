package dev.espalier.export;

import com.google.common.collect.ImmutableList;
import dev.espalier.export.StatedCost.LayerCost;
import dev.espalier.network.Network;
import java.util.List;

/**
 * Checks what a file states of its network against the network itself: hashes and every figure of
 * its cost, in total and layer by layer.
 */
public final class ArchitectureVerifier {
  private final ImmutableList.Builder<Difference> differences = ImmutableList.builder();

  private ArchitectureVerifier() {}

  /**
   * Recomputes everything that follows from the network.
   *
   * @return what the file has wrong; empty if nothing
   */
  public static ImmutableList<Difference> verify(ArchitectureFile file) {
    ArchitectureVerifier verifier = new ArchitectureVerifier();
    verifier.hashes(file);
    verifier.cost(file.cost(), StatedCost.of(file.network()));
    return verifier.differences.build();
  }

  /**
   * Checks that the genotype still means the network.
   *
   * @param expanded what the search space makes of the file's genotype
   * @return empty if both networks are the same up to isomorphism
   */
  public static ImmutableList<Difference> verifyGenotype(ArchitectureFile file, Network expanded) {
    ArchitectureVerifier verifier = new ArchitectureVerifier();
    verifier.compare("/genotype", expanded.canonicalHash(), file.network().canonicalHash());
    return verifier.differences.build();
  }

  private void hashes(ArchitectureFile file) {
    compare("/canonicalHash", file.canonicalHash(), file.network().canonicalHash());
    file.declaredHash()
        .ifPresent(hash -> compare("/declaredHash", hash, file.network().declaredHash()));
  }

  private void cost(StatedCost stated, StatedCost actual) {
    compare("/cost/params", stated.params(), actual.params());
    compare("/cost/macs", stated.macs(), actual.macs());
    compare("/cost/flops", stated.flops(), actual.flops());
    compare("/cost/convention", stated.convention(), actual.convention());
    compare("/cost/declared/params", stated.declared().params(), actual.declared().params());
    compare("/cost/declared/macs", stated.declared().macs(), actual.declared().macs());
    compare("/cost/declared/flops", stated.declared().flops(), actual.declared().flops());
    byLayer(stated.byLayer(), actual.byLayer());
  }

  private void byLayer(List<LayerCost> stated, List<LayerCost> actual) {
    String layers = "/cost/byLayer";
    compare(layers, stated.size() + " layers", actual.size() + " layers");
    for (int i = 0; i < Math.min(stated.size(), actual.size()); i++) {
      String pointer = layers + "/" + i;
      compare(pointer + "/key", stated.get(i).key(), actual.get(i).key());
      compare(pointer + "/params", stated.get(i).params(), actual.get(i).params());
      compare(pointer + "/macs", stated.get(i).macs(), actual.get(i).macs());
      compare(pointer + "/flops", stated.get(i).flops(), actual.get(i).flops());
    }
  }

  private void compare(String pointer, Object stated, Object actual) {
    if (!stated.equals(actual)) {
      differences.add(new Difference(pointer, stated.toString(), actual.toString()));
    }
  }
}
