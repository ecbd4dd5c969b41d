package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/**
 * Costs against published ones. The convention, here and in the publications: {@code macs} are the
 * multiply-accumulates of convolutions and dense layers for one image; biases, batch norm,
 * activations, pooling and additions are not among them (they are in {@code flops}). Parameters are
 * what is trained, scale and shift of batch norm included, its running statistics not.
 */
class PublishedNetworksTest {

  @Test
  void leNet5Has61706Parameters() {
    Cost cost = PublishedNetworks.leNet5().cost();
    assertEquals(61_706, cost.params());
    // 28*28*150 + 10*10*2400 + 400*120 + 120*84 + 84*10
    assertEquals(117_600 + 240_000 + 48_000 + 10_080 + 840, cost.macs());
  }

  /** Torchvision's table says 11,689,512 parameters and 1.81 GFLOPS, by which it means MACs. */
  @Test
  void resNet18Has11689512ParametersAnd1Point81Billion() {
    Network network = PublishedNetworks.resNet18();
    assertEquals(new Shape.Vector(1000), network.output().shape());
    assertEquals(11_689_512, network.cost().params());
    assertEquals(1_814_073_344, network.cost().macs());
  }

  /** The paper says 4.2 million parameters and 569 million mult-adds (table 4). */
  @Test
  void mobileNetHas4Point2MillionParametersAnd569MillionMacs() {
    Cost cost = PublishedNetworks.mobileNetV1().cost();
    assertEquals(4_231_976, cost.params());
    assertEquals(568_740_352, cost.macs());
  }

  @Test
  void nothingInThemIsDead() {
    assertEquals(PublishedNetworks.resNet18().cost(), PublishedNetworks.resNet18().declaredCost());
    Network lenet = PublishedNetworks.leNet5();
    assertSame(lenet, lenet.live());
  }
}
