package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import dev.espalier.network.Activation;
import dev.espalier.network.Pooling;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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
          RowConvolution.full(3),
          RowConvolution.full(5),
          RowConvolution.full(7),
          RowConvolution.full(9),
          RowConvolution.full(19),
          RowConvolution.full(39),
          RowConvolution.separable(9),
          RowConvolution.separable(19),
          RowConvolution.separable(39),
          RowConvolution.dilated(3),
          RowConvolution.dilated(9),
          RowConvolution.bottleneck(9),
          RowConvolution.bottleneck(19),
          RowConvolution.bottleneck(39),
          new InceptionModule(19),
          new InceptionModule(39),
          new ShortcutOperation(),
          new SqueezeExcite(),
          PoolOperation.row(Pooling.MAX, 3),
          PoolOperation.row(Pooling.AVERAGE, 3),
          new DenseOperation(Activation.Function.RELU),
          new DenseOperation(Activation.Function.TANH),
          StepConvolution.full(1),
          StepConvolution.full(3),
          StepConvolution.full(5),
          StepConvolution.full(7),
          StepConvolution.separable(3),
          StepConvolution.separable(5),
          StepConvolution.separable(7),
          StepConvolution.dilated(3),
          StepConvolution.dilated(5),
          new StepPool(Pooling.MAX, 3),
          new StepPool(Pooling.AVERAGE, 3),
          StepStem.embedding(),
          StepStem.convolution(3),
          StepStem.convolution(5),
          StemConvolution.rectified(1),
          StemConvolution.rectified(3),
          RowStem.plain(),
          RowStem.withPositions(),
          StemConvolution.row(7),
          StemConvolution.row(9),
          StemConvolution.mobile(3),
          StemConvolution.linear(3),
          GlobalPoolHead.of(Pooling.AVERAGE),
          GlobalPoolHead.of(Pooling.MAX),
          GlobalPoolHead.rectified(),
          new WideAveragePool(Activation.Function.RELU),
          new WideAveragePool(Activation.Function.RELU6),
          new FlattenOperation(),
          new IdentityOperation());

  private final ImmutableMap<String, Operation> byId;

  private final boolean open;

  private OperationRegistry(ImmutableMap<String, Operation> byId, boolean open) {
    this.byId = byId;
    this.open = open;
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
    OperationRegistry registry = new OperationRegistry(ImmutableMap.of(), false);
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
    if (operation.version() < 1) {
      throw new IllegalArgumentException(
          "version of operation '%s' (%s) must be at least 1".formatted(id, operation.version()));
    }
    return new OperationRegistry(
        ImmutableMap.<String, Operation>builder().putAll(byId).put(id, operation).buildOrThrow(),
        open);
  }

  /**
   * These operations, and for any other id one that fits everywhere and builds nothing: to read
   * descriptions whose operations are not all here.
   */
  public OperationRegistry open() {
    return new OperationRegistry(byId, true);
  }

  /** The operation of this id, if there is one. */
  public Optional<Operation> find(String id) {
    Operation known = byId.get(id);
    return known == null && open
        ? Optional.of(new AbsentOperation(id))
        : Optional.ofNullable(known);
  }

  /** Whether there is an operation of this id; an open registry claims no more than it holds. */
  public boolean contains(String id) {
    return byId.containsKey(id);
  }

  /** Versions by id, sorted, of those of these operations that are past their first version. */
  public ImmutableSortedMap<String, Integer> versions(Collection<String> ids) {
    return ids.stream()
        .distinct()
        .filter(id -> get(id).version() > 1)
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                String::compareTo, id -> id, id -> get(id).version()));
  }

  /**
   * Hash of a description and of the operations that it names: the description's own unless one of
   * them is past its first version.
   *
   * @param description hash of the description
   * @param ids operations that it names
   * @return SHA-256, in hex
   */
  public String hash(String description, Collection<String> ids) {
    ImmutableSortedMap<String, Integer> versions = versions(ids);
    return versions.isEmpty()
        ? description
        : Hashing.sha256().hashString(description + versions, StandardCharsets.UTF_8).toString();
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
