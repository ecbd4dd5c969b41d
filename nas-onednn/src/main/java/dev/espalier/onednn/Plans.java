package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Library;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import dev.espalier.onednn.plan.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans of one graph, compiled when they are first asked for; the least recently used beyond a
 * few are let go. Why there is none is logged once a reason. Not thread-safe.
 */
final class Plans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnGraph.class);

  /** Sizes of input for training and inference, of sequences some more. */
  private static final int MOST = 24;

  private final OneDnnGraph graph;
  private final Workspace workspace = new Workspace();
  private final Map<Key, Compiled> compiled = new LinkedHashMap<>(8, 0.75f, true);
  private final Set<String> logged = new HashSet<>();

  private record Key(
      Purpose purpose, List<InputSize> inputs, boolean masked, boolean carries, int threads) {}

  /** A plan, and the arrays that it runs on. */
  record Run(GraphPlan plan, List<INDArray> arrays) {}

  /** A plan, or why there is none. */
  record Compiled(@Nullable GraphPlan plan, String refusal) {
    Explanation explain() {
      return plan == null ? new Explanation(Optional.of(refusal), List.of(), 0) : plan.explain();
    }

    private void close() {
      if (plan != null) {
        plan.close();
      }
    }
  }

  Plans(OneDnnGraph graph) {
    this.graph = graph;
  }

  /**
   * The plan for these arrays; empty if there is none.
   *
   * @param masks what it gets besides the features; empty where no plan can take them
   */
  Optional<Run> find(Purpose purpose, INDArray[] features, Optional<List<INDArray>> masks) {
    if (masks.isEmpty()) {
      log("masks of several inputs, or of which the steps that count do not come first");
      return Optional.empty();
    }
    Optional<List<InputSize>> inputs = Arguments.sizes(features);
    if (inputs.isEmpty()) {
      log("an input that is not rows, series or maps of floats");
      return Optional.empty();
    }
    List<InputSize> sizes = new ArrayList<>(inputs.get());
    masks.get().forEach(mask -> sizes.add(InputSize.ofMask(mask.shape())));
    Compiled found = get(purpose, sizes, !masks.get().isEmpty());
    GraphPlan plan = found.plan();
    if (plan == null) {
      log(found.refusal());
      return Optional.empty();
    }
    List<INDArray> arrays = new ArrayList<>(Arrays.asList(features));
    arrays.addAll(masks.get());
    return Optional.of(new Run(plan, arrays));
  }

  /**
   * The plan for inputs of these sizes, and on the calling thread's number of threads.
   *
   * @param inputs as of {@link GraphPlan#compile}
   */
  Compiled get(Purpose purpose, List<InputSize> inputs, boolean masked) {
    Key key =
        new Key(purpose, List.copyOf(inputs), masked, graph.carriesStates(), Kernels.threads());
    Compiled known = compiled.get(key);
    if (known != null) {
      return known;
    }
    Compiled made = compile(key);
    compiled.put(key, made);
    if (compiled.size() > MOST) {
      Key eldest = compiled.keySet().iterator().next();
      compiled.remove(eldest).close();
    }
    return made;
  }

  private Compiled compile(Key key) {
    Optional<String> fault = Library.fault();
    if (fault.isPresent()) {
      return new Compiled(null, fault.get());
    }
    if (graph.getFlattenedGradients() == null && key.purpose() != Purpose.INFERENCE) {
      graph.initGradientsView();
    }
    try {
      GraphPlan plan =
          GraphPlan.compile(
              graph, key.inputs(), key.masked(), key.carries(), key.purpose(), workspace);
      return new Compiled(plan, "");
    } catch (UnsupportedGraphException unsupported) {
      return new Compiled(null, String.valueOf(unsupported.getMessage()));
    }
  }

  private void log(String reason) {
    if (logged.add(reason)) {
      LOG.info("runs on stock kernels: {}", reason);
    }
  }

  /** Frees their memory. */
  @Override
  public void close() {
    compiled.values().forEach(Compiled::close);
    compiled.clear();
    workspace.close();
  }
}
