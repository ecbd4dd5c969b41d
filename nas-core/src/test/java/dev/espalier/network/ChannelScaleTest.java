package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelScaleTest extends LayerContract {
  @Override
  String typeId() {
    return "channel_scale";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new ChannelScale(),
            List.of(IMAGE, new Shape.Vector(3)),
            IMAGE,
            new Cost(0, 0, 144, 576)));
  }

  @Override
  List<Bad> bad() {
    String takes = "takes an image and a vector of as many features as channels, got ";
    return List.of(
        new Bad(new ChannelScale(), List.of(IMAGE), "takes an image and a vector, got 1 inputs"),
        new Bad(
            new ChannelScale(),
            List.of(IMAGE, VECTOR),
            takes + "an image of 3x8x6 and a vector of 20"),
        new Bad(
            new ChannelScale(),
            List.of(new Shape.Vector(3), IMAGE),
            takes + "a vector of 3 and an image of 3x8x6"));
  }

  @Test
  void whatIsScaledByNothingIsNothing() {
    for (boolean image : new boolean[] {true, false}) {
      Network.Builder network = Network.builder(IMAGE);
      int x = image ? network.add("none", new Zero(IMAGE)) : 0;
      int scale =
          image
              ? network.add("mean", new GlobalPool(Pooling.AVERAGE), 0)
              : network.add("none", new Zero(new Shape.Vector(3)));
      network.add("scaled", new ChannelScale(), x, scale);
      Network built = network.build();
      assertThrows(NetworkException.class, built::live);
    }
  }

  @Test
  void whatIsScaledBySomethingLives() {
    Network.Builder network = Network.builder(IMAGE);
    int mean = network.add("mean", new GlobalPool(Pooling.AVERAGE), 0);
    int same = network.add("same", new Identity(), mean);
    network.add("scaled", new ChannelScale(), 0, same);
    Network live = network.build().live();
    assertEquals(List.of(0, 1), live.output().inputs());
    assertEquals(live, live.live());
  }
}
