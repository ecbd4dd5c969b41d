package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.espalier.onednn.kernel.Convolution;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.KernelSpec;
import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.PostOp;
import dev.espalier.onednn.kernel.Weights;
import dev.espalier.onednn.kernel.Window;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Convolution, with what follows it at inference folded in.
 *
 * @param out size of its output
 * @param groups of channels
 * @param order of its weights among the parameters
 * @param weights where they start, in scalars
 * @param bias where the bias starts; empty without one
 * @param trainable whether its parameters have gradients
 * @param norm batch normalization to fold into weights and bias; for inference only
 * @param addend whether a second input is added to the result, and may be overwritten; for
 *     inference only
 * @param function applied last; for inference only
 */
public record Convolve(
    Window window,
    Dims out,
    int groups,
    Weights order,
    long weights,
    Optional<Long> bias,
    boolean trainable,
    Optional<Normalize> norm,
    Addend addend,
    Optional<Function> function)
    implements Operation {

  /** A second input that is added. */
  public enum Addend {
    /** None. */
    NONE,
    /** Others read it too. */
    SHARED,
    /** Nobody else reads it, so that its memory becomes the result's. */
    OWNED
  }

  /** Without anything folded in. */
  public Convolve(
      Window window,
      Dims out,
      int groups,
      Weights order,
      long weights,
      Optional<Long> bias,
      boolean trainable) {
    this(
        window,
        out,
        groups,
        order,
        weights,
        bias,
        trainable,
        Optional.empty(),
        Addend.NONE,
        Optional.empty());
  }

  /** The same with a batch normalization after it. */
  public Convolve with(Normalize following) {
    return new Convolve(
        window,
        out,
        groups,
        order,
        weights,
        bias,
        trainable,
        Optional.of(following),
        addend,
        function);
  }

  /** The same with a second input added. */
  public Convolve with(Addend second) {
    return new Convolve(
        window, out, groups, order, weights, bias, trainable, norm, second, function);
  }

  /** The same with a function after it. */
  public Convolve with(Function following) {
    return new Convolve(
        window, out, groups, order, weights, bias, trainable, norm, addend, Optional.of(following));
  }

  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    boolean biased = bias.isPresent() || norm.isPresent();
    List<Convolution> candidates = candidates(emitter, x, biased);
    List<PostOp> postOps = postOps();
    List<Convolution.Forward> specs =
        candidates.stream()
            .map(c -> new Convolution.Forward(c, emitter.isTraining(), postOps))
            .toList();
    Kernels.Choice choice = emitter.first(specs);
    Convolution chosen = candidates.get(choice.index());
    Kernel kernel = choice.kernel();

    Buffer raw = emitter.parameters(weights, order.length());
    Buffer shift = bias.map(at -> emitter.parameters(at, out.c())).orElse(null);
    if (norm.isPresent()) {
      FoldedNorm folded = new FoldedNorm(this, norm.get(), raw, shift, emitter);
      raw = folded.weights();
      shift = folded.bias();
    }
    Buffer filters = ordered(emitter, raw, specs.get(choice.index()), kernel);
    Buffer result =
        addend == Addend.NONE
            ? emitter.scratch(kernel, DNNL_ARG_DST)
            : accumulator(emitter, inputs.get(1), chosen.outLayout());
    Emitter.Call call =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, emitter.in(x, chosen.inLayout()))
            .with(DNNL_ARG_WEIGHTS, filters)
            .with(DNNL_ARG_DST, result);
    if (shift != null) {
      call.with(DNNL_ARG_BIAS, shift);
    }
    call.emit("forward", chosen.outLayout());
    Value y = emitter.value(out, chosen.outLayout(), result, trainable || x.isDifferentiable());
    Buffer parameters = raw;
    emitter.differentiate(
        y,
        gradient -> {
          Value dy = emitter.value(out, y.layout(), gradient.buffer(), false);
          if (trainable) {
            backwardWeights(emitter, candidates, x, dy);
          }
          if (x.isDifferentiable()) {
            backwardData(emitter, candidates, x, dy, parameters);
          }
        });
    return y;
  }

  private List<PostOp> postOps() {
    List<PostOp> operations = new ArrayList<>();
    if (addend != Addend.NONE) {
      operations.add(new PostOp.Accumulate());
    }
    function.ifPresent(f -> operations.add(new PostOp.Apply(f)));
    return operations;
  }

  /** Input and output in the same layout, but for an input whose channels fit no block. */
  private List<Convolution> candidates(Emitter emitter, Value x, boolean biased) {
    Set<Convolution> candidates = new LinkedHashSet<>();
    for (Layout layout : emitter.layouts(out)) {
      Layout source = layout.fits(x.dims()) && x.dims().c() > 4 ? layout : x.layout();
      Convolution direct = new Convolution(x.dims(), out, window, groups, biased, source, layout);
      direct.winograd().ifPresent(candidates::add);
      candidates.add(direct);
    }
    for (Layout layout : emitter.layouts(x.dims(), out)) {
      candidates.add(new Convolution(x.dims(), out, window, groups, biased, layout, layout));
    }
    return List.copyOf(candidates);
  }

  private Buffer ordered(Emitter emitter, Buffer raw, KernelSpec owner, Kernel kernel) {
    if (order.isOrderOf(kernel, DNNL_ARG_WEIGHTS)) {
      return raw;
    }
    Kernel reorder = emitter.require(new Weights.Into(order, owner, DNNL_ARG_WEIGHTS));
    Buffer filters = emitter.scratch(kernel, DNNL_ARG_WEIGHTS);
    emitter.call(reorder).with(DNNL_ARG_SRC, raw).with(DNNL_ARG_DST, filters).emit("weights");
    return filters;
  }

  /** The second input in memory that may be overwritten. */
  private Buffer accumulator(Emitter emitter, Value second, Layout layout) {
    Buffer held = emitter.in(second, layout);
    return addend == Addend.OWNED
        ? held
        : emitter.sum(second.dims(), layout, List.of(1f), List.of(held));
  }

  private void backwardWeights(Emitter emitter, List<Convolution> candidates, Value x, Value dy) {
    List<Convolution.BackwardWeights> specs =
        candidates.stream().map(Convolution.BackwardWeights::new).toList();
    Kernels.Choice choice = emitter.first(specs);
    Convolution chosen = candidates.get(choice.index());
    Kernel kernel = choice.kernel();
    Buffer target = emitter.gradients(weights, order.length());
    if (!DepthwiseGradient.isSpecial(kernel)
        && new DepthwiseGradient(this, x, dy, emitter).weights(target)) {
      return;
    }
    boolean direct = order.isOrderOf(kernel, DNNL_ARG_DIFF_WEIGHTS);
    Buffer found = direct ? target : emitter.scratch(kernel, DNNL_ARG_DIFF_WEIGHTS);
    Emitter.Call call =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, emitter.in(x, chosen.inLayout()))
            .with(DNNL_ARG_DIFF_DST, emitter.in(dy, chosen.outLayout()))
            .with(DNNL_ARG_DIFF_WEIGHTS, found);
    bias.ifPresent(at -> call.with(DNNL_ARG_DIFF_BIAS, emitter.gradients(at, out.c())));
    call.emit("backward weights", chosen.outLayout());
    if (!direct) {
      Kernel reorder =
          emitter.require(
              new Weights.From(order, specs.get(choice.index()), DNNL_ARG_DIFF_WEIGHTS));
      emitter
          .call(reorder)
          .with(DNNL_ARG_SRC, found)
          .with(DNNL_ARG_DST, target)
          .emit("gradient of weights");
    }
  }

  private void backwardData(
      Emitter emitter, List<Convolution> candidates, Value x, Value dy, Buffer parameters) {
    List<Convolution.BackwardData> specs =
        candidates.stream().map(Convolution.BackwardData::new).toList();
    Kernels.Choice choice = emitter.first(specs);
    Convolution chosen = candidates.get(choice.index());
    Kernel kernel = choice.kernel();
    if (new DepthwiseGradient(this, x, dy, emitter).data(parameters)) {
      return;
    }
    Buffer filters = ordered(emitter, parameters, specs.get(choice.index()), kernel);
    Buffer dx = emitter.scratch(kernel, DNNL_ARG_DIFF_SRC);
    emitter
        .call(kernel)
        .with(DNNL_ARG_DIFF_DST, emitter.in(dy, chosen.outLayout()))
        .with(DNNL_ARG_WEIGHTS, filters)
        .with(DNNL_ARG_DIFF_SRC, dx)
        .emit("backward data", chosen.outLayout());
    emitter.contribute(x, chosen.inLayout(), new Emitter.Gradient(dx, true));
  }
}
