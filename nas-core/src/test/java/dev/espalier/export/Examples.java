package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Flatten;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Identity;
import dev.espalier.network.Network;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file with every section, and a network with every kind of layer, dead ones among them. */
final class Examples {
  private Examples() {}

  static Network network() {
    Network.Builder network = Network.builder(new Shape.Image(1, 8, 8));
    int stem = network.add("stem.conv", Conv2d.of(4, Window.same(3, 1)), 0);
    stem = network.add("stem.norm", new BatchNorm(), stem);
    stem = network.add("stem.relu", Activation.relu(), stem);
    int pool = network.add("c0.pool", Pool2d.average(Window.same(3, 1)), stem);
    Window dilated = new Window(3, 3, 1, 2, Padding.of(2, 2));
    int deep = network.add("c0.deep", new Conv2d(4, dilated, 4, true), stem);
    int none = network.add("c0.none", new Zero(new Shape.Image(4, 8, 8)));
    int dead = network.add("c0.dead", new Activation(Activation.Function.SWISH), none);
    int same = network.add("c0.same", new Identity(), deep);
    int sum = network.add("c0.sum", new Add(), pool, same, dead);
    int join = network.add("c0.join", new Concat(), sum, none);
    int pooled = network.add("head.pool", new GlobalPool(Pooling.MAX), join);
    int flat = network.add("head.flat", new Flatten(), sum);
    int dropped = network.add("head.drop", new Dropout(0.25), flat);
    int wide = network.add("head.wide", Dense.of(10), dropped);
    int narrow = network.add("head.narrow", new Dense(10, false), pooled);
    network.add("head.logits", new Add(), wide, narrow);
    return network.build();
  }

  static ArchitectureFile file() {
    return ArchitectureFile.builder(network())
        .id("digits-17")
        .found(
            new SpaceOrigin("digit-cells", "ab12", json("{\"input\":{\"type\":\"image\"}}")),
            Architecture.of(ImmutableMap.of("channels", "4", "c0.op", "avg_pool_3x3")))
        .metric("val_accuracy", new StatedMetric.Searched(0.91, List.of(7L), Fidelity.epochs(2)))
        .metric("test_accuracy", new StatedMetric.Retrained(0.934, 0.003, 3, false))
        .training(Recipe.builder().build(), 20)
        .preprocessing(
            json("{\"normalization\":{\"mean\":[4.88],\"std\":[6.02]},\"labels\":[\"0\"]}"))
        .data(
            new DataOrigin(
                "digits",
                "cd34",
                ImmutableMap.of("train", 1150L, "validation", 287L, "test", 360L),
                json("{\"validationFraction\":0.2,\"splitSeed\":7}")))
        .search(
            new SearchOrigin(
                json("{\"type\":\"genetic\",\"populationSize\":24}"),
                42,
                17,
                List.of(3L, 9L),
                json("{\"trials\":60}"),
                json("null")))
        .provenance(
            new Provenance("0.1.0", "0123abc", "17.0.15", "nd4j 1.0.0-M2.1", "stock", "x86_64", 1))
        .build();
  }

  /** The example as it is checked in. */
  static String golden() {
    try (InputStream stream = Examples.class.getResourceAsStream("example.architecture.json")) {
      if (stream == null) {
        throw new IllegalStateException("example.architecture.json is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  static JsonNode json(String text) {
    try {
      return ArchitectureJson.MAPPER.readTree(text);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
