package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.Pooling;
import java.util.Optional;
import java.util.ServiceLoader;

/** The operations that a space may name. Immutable and thread-safe. */
public final class OperationRegistry {
  private static final ImmutableList<Operation> BUILT_IN =
      ImmutableList.of(
          new ZeroOperation(),
          new SkipOperation(),
          FactorizedReduction.whereNeeded(),
          FactorizedReduction.always(),
          new Convolution(1, Border.SAME),
          new Convolution(3, Border.SAME),
          new Convolution(5, Border.CENTRED),
          new Convolution(7, Border.CENTRED),
          new CrossedConvolution(7),
          SeparableConvolution.twice(3, Border.SAME),
          SeparableConvolution.twiceCentred(3),
          SeparableConvolution.twice(5, Border.CENTRED),
          SeparableConvolution.twice(7, Border.CENTRED),
          SeparableConvolution.once(3, Border.SAME),
          SeparableConvolution.dilated(3),
          SeparableConvolution.dilated(5),
          new DepthwiseConvolution(3),
          new DepthwiseConvolution(5),
          new GroupedConvolution(3),
          InvertedResidual.mobile(3, 1),
          InvertedResidual.mobile(3, 3),
          InvertedResidual.mobile(3, 6),
          InvertedResidual.mobile(5, 3),
          InvertedResidual.mobile(5, 6),
          InvertedResidual.excited(3, 1),
          InvertedResidual.excited(3, 3),
          InvertedResidual.excited(3, 6),
          InvertedResidual.excited(5, 3),
          InvertedResidual.excited(5, 6),
          InvertedResidual.rectified(3, 3),
          InvertedResidual.rectified(5, 6),
          new ResidualBlock(),
          new PoolOperation(Pooling.MAX, 2, Border.SAME),
          new PoolOperation(Pooling.MAX, 3, Border.SAME),
          new PoolOperation(Pooling.MAX, 3, Border.CENTRED),
          new PoolOperation(Pooling.AVERAGE, 3, Border.SAME),
          new PoolOperation(Pooling.AVERAGE, 3, Border.CENTRED),
          new DenseOperation(Activation.Function.RELU),
          new DenseOperation(Activation.Function.TANH),
          StemConvolution.rectified(1),
          StemConvolution.rectified(3),
          StemConvolution.mobile(3),
          StemConvolution.linear(3),
          new GlobalAveragePool(),
          new WideAveragePool(Activation.Function.RELU),
          new WideAveragePool(Activation.Function.RELU6),
          new FlattenOperation(),
          new IdentityOperation());

  private final ImmutableMap<String, Operation> byId;

  private OperationRegistry(ImmutableMap<String, Operation> byId) {
    this.byId = byId;
  }

  /** The built-in operations, and those of jars on the class path. */
  public static OperationRegistry standard() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return standard(context == null ? OperationRegistry.class.getClassLoader() : context);
  }

  /**
   * The built-in operations, and those that this loader's jars name as services.
   *
   * @throws IllegalArgumentException if one of them takes an id that is taken
   * @throws java.util.ServiceConfigurationError if a service cannot be loaded
   */
  public static OperationRegistry standard(ClassLoader loader) {
    OperationRegistry registry = new OperationRegistry(ImmutableMap.of());
    for (Operation operation : BUILT_IN) {
      registry = registry.with(operation);
    }
    for (Operation operation : ServiceLoader.load(Operation.class, loader)) {
      registry = registry.with(operation);
    }
    return registry;
  }

  /**
   * These operations and one more.
   *
   * @throws IllegalArgumentException if its id is taken or ill-formed, or it takes no kind or role
   */
  public OperationRegistry with(Operation operation) {
    String id = operation.id();
    if (!id.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "operation id '%s' must consist of lower case letters, digits and underscores"
              .formatted(id));
    }
    if (byId.containsKey(id)) {
      throw new IllegalArgumentException(
          "operation '%s' is there already, as %s; ids must be unique"
              .formatted(id, byId.get(id).getClass().getName()));
    }
    if (operation.kinds().isEmpty() || operation.roles().isEmpty()) {
      throw new IllegalArgumentException(
          "operation '%s' must take at least one kind and have at least one role".formatted(id));
    }
    return new OperationRegistry(
        ImmutableMap.<String, Operation>builder().putAll(byId).put(id, operation).buildOrThrow());
  }

  /** The operation of this id, if there is one. */
  public Optional<Operation> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * The operation of this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Operation get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "operation '%s' must be one of %s".formatted(id, byId.keySet())));
  }

  /** All operations, built-in ones first. */
  public ImmutableList<Operation> operations() {
    return byId.values().asList();
  }

  /** Ids of the operations that take a role, whatever the kind. */
  public ImmutableSet<String> ids(Role role) {
    return operations().stream()
        .filter(operation -> operation.roles().contains(role))
        .map(Operation::id)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Ids of the operations that take a role and a kind. */
  public ImmutableSet<String> ids(Role role, Kind kind) {
    return operations().stream()
        .filter(o -> o.roles().contains(role) && o.kinds().contains(kind))
        .map(Operation::id)
        .collect(ImmutableSet.toImmutableSet());
  }
}
