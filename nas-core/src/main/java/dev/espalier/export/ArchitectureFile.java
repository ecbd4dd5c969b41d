package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.network.Network;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The content of an architecture file. Immutable, apart from JSON trees, which are not to be
 * changed.
 *
 * <p>What it states of the network's hashes and cost is kept as it was read, right or wrong: {@link
 * ArchitectureVerifier} compares. The network itself is always whole: its shapes fit and its output
 * depends on its input.
 *
 * @param formatVersion {@code major.minor}; the major is {@link #FORMAT_MAJOR}
 * @param canonicalHash stated hash of the network up to isomorphism
 * @param cost stated cost of the network
 * @param network the typed layer graph, as declared
 * @param declaredHash stated hash of the network exactly as declared
 * @param id for people, such as {@code "fashion-cells-17"}
 * @param space where it was found
 * @param genotype the decisions that it stands for in that space, in the order of the space
 * @param metrics how well it does, by metric id
 * @param training how to train it again
 * @param preprocessing how examples become its input; the data module reads it
 * @param data what it was found and trained on
 * @param search how it was found
 * @param provenance what made the file
 * @param task id of what it was trained for, such as {@code classification}
 */
public record ArchitectureFile(
    String formatVersion,
    String canonicalHash,
    StatedCost cost,
    Network network,
    Optional<String> declaredHash,
    Optional<String> id,
    Optional<SpaceOrigin> space,
    Optional<Architecture> genotype,
    Map<String, StatedMetric> metrics,
    Optional<TrainingPlan> training,
    Optional<JsonNode> preprocessing,
    Optional<DataOrigin> data,
    Optional<SearchOrigin> search,
    Optional<Provenance> provenance,
    Optional<String> task) {
  /** Name of the resource, beside this class, that holds the JSON Schema of the format. */
  public static final String SCHEMA_RESOURCE = "architecture-1.schema.json";

  /** The version that is written. */
  public static final String FORMAT_VERSION = "1.4";

  /** Identifies the JSON Schema of the format, which is in the jar beside this class. */
  public static final String SCHEMA = "urn:espalier:architecture:1";

  /** The only major version that is read. */
  public static final int FORMAT_MAJOR = 1;

  public ArchitectureFile {
    requireVersion(formatVersion);
    requireHash("canonicalHash", canonicalHash);
    declaredHash.ifPresent(hash -> requireHash("declaredHash", hash));
    id.ifPresent(ArchitectureFile::requireId);
    if (network.nodes().size() - 1 > NetworkSection.MOST_NODES) {
      throw new IllegalArgumentException(
          "network has %s nodes besides its input; a file holds at most %s"
              .formatted(network.nodes().size() - 1, NetworkSection.MOST_NODES));
    }
    int inputs = network.nodes().stream().mapToInt(node -> node.inputs().size()).sum();
    if (inputs > NetworkSection.MOST_INPUTS) {
      throw new IllegalArgumentException(
          "the nodes of the network read %s inputs together; in a file they may read %s"
              .formatted(inputs, NetworkSection.MOST_INPUTS));
    }
    metrics = ImmutableMap.copyOf(metrics);
    preprocessing = preprocessing.map(json -> OpaqueJson.copy("preprocessing", json));
  }

  /**
   * A file about a network, hashes and cost computed; the rest is optional.
   *
   * @throws dev.espalier.network.NetworkException if the output does not depend on the input
   */
  public static Builder builder(Network network) {
    return new Builder(network);
  }

  /**
   * Reads a file. Whether what it states is true is for {@link ArchitectureVerifier}.
   *
   * @throws ConfigException if it is not there, or not an architecture file of a version that is
   *     known here, or its network does not fit together
   * @throws java.io.UncheckedIOException if reading fails
   */
  public static ArchitectureFile read(Path path) {
    return ArchitectureReader.read(path);
  }

  /**
   * Writes a file, whole or not at all: equal contents give equal bytes.
   *
   * @throws java.io.UncheckedIOException if writing fails; what was there before stays
   */
  public void write(Path path) {
    ArchitectureWriter.write(this, path);
  }

  /**
   * The same for another folder: paths to the data, which start at the folder of the file, lead to
   * the same place from there.
   *
   * @param from folder that it was read from, or made for
   * @param to folder that it is to be written to
   */
  public ArchitectureFile moved(Path from, Path to) {
    return new ArchitectureFile(
        formatVersion,
        canonicalHash,
        cost,
        network,
        declaredHash,
        id,
        space,
        genotype,
        metrics,
        training,
        preprocessing,
        data.map(origin -> origin.moved(from, to)),
        search,
        provenance,
        task);
  }

  static void requireVersion(String version) {
    if (!version.matches(FORMAT_MAJOR + "\\.\\d{1,6}")) {
      throw new IllegalArgumentException(
          "formatVersion '%s' cannot be read; this version of Espalier reads %s.x"
              .formatted(version, FORMAT_MAJOR));
    }
  }

  /** A folder may be called by it. */
  static void requireId(String id) {
    if (!id.matches("(?!\\.+$)[A-Za-z0-9_.-]{1,200}")) {
      throw new IllegalArgumentException(
          "id '%s' must consist of letters, digits, dots, dashes and underscores, not of dots alone"
              .formatted(id.replaceAll("[^\\x20-\\x7e]", "?")));
    }
  }

  static void requireHash(String name, String hash) {
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "%s '%s' must be 64 lower-case hex digits".formatted(name, hash));
    }
  }

  /** Adds what is known beside the network. Not thread-safe. */
  public static final class Builder {
    private final Network network;
    private final StatedCost cost;
    private final ImmutableMap.Builder<String, StatedMetric> metrics = ImmutableMap.builder();
    private Optional<String> id = Optional.empty();
    private Optional<SpaceOrigin> space = Optional.empty();
    private Optional<Architecture> genotype = Optional.empty();
    private Optional<TrainingPlan> training = Optional.empty();
    private Optional<JsonNode> preprocessing = Optional.empty();
    private Optional<DataOrigin> data = Optional.empty();
    private Optional<SearchOrigin> search = Optional.empty();
    private Optional<Provenance> provenance = Optional.empty();
    private Optional<String> task = Optional.empty();

    private Builder(Network network) {
      this.network = network;
      this.cost = StatedCost.of(network);
    }

    public Builder id(String id) {
      this.id = Optional.of(id);
      return this;
    }

    /** The space and the decisions in it that the network stands for. */
    public Builder found(SpaceOrigin space, Architecture genotype) {
      this.space = Optional.of(space);
      this.genotype = Optional.of(genotype);
      return this;
    }

    /** Adds a metric; each id once. */
    public Builder metric(String id, StatedMetric metric) {
      metrics.put(id, metric);
      return this;
    }

    public Builder training(Recipe recipe, int epochs) {
      this.training = Optional.of(new TrainingPlan(recipe, epochs));
      return this;
    }

    public Builder preprocessing(JsonNode preprocessing) {
      this.preprocessing = Optional.of(preprocessing);
      return this;
    }

    public Builder data(DataOrigin data) {
      this.data = Optional.of(data);
      return this;
    }

    public Builder search(SearchOrigin search) {
      this.search = Optional.of(search);
      return this;
    }

    public Builder provenance(Provenance provenance) {
      this.provenance = Optional.of(provenance);
      return this;
    }

    /** What it was trained for, such as {@code classification}. */
    public Builder task(String task) {
      this.task = Optional.of(task);
      return this;
    }

    /**
     * Ends the file.
     *
     * @throws IllegalArgumentException if a metric was added twice, or the network has more than
     *     5,000 nodes
     */
    public ArchitectureFile build() {
      return new ArchitectureFile(
          FORMAT_VERSION,
          network.canonicalHash(),
          cost,
          network,
          Optional.of(network.declaredHash()),
          id,
          space,
          genotype,
          metrics.buildOrThrow(),
          training,
          preprocessing,
          data,
          search,
          provenance,
          task);
    }
  }
}
