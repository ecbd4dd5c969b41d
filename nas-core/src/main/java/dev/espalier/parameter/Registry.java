package dev.espalier.parameter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Factories of one kind by id. Immutable.
 *
 * @param <F> the kind
 */
public final class Registry<F extends PartFactory> implements Parts {
  private final String kind;
  private final ImmutableSortedMap<String, F> factories;

  private Registry(String kind, ImmutableSortedMap<String, F> factories) {
    this.kind = kind;
    this.factories = factories;
  }

  /**
   * All that stand on the class path.
   *
   * @param kind what they are, in one word
   * @throws IllegalArgumentException if two have the same id
   */
  public static <F extends PartFactory> Registry<F> load(String kind, Class<F> service) {
    return new Registry<>(
        kind,
        ServiceLoader.load(service).stream()
            .map(ServiceLoader.Provider::get)
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    String::compareTo,
                    PartFactory::id,
                    factory -> factory,
                    (one, other) -> {
                      throw new IllegalArgumentException(
                          "%s '%s' is there twice: %s and %s; ids must be unique"
                              .formatted(
                                  kind,
                                  one.id(),
                                  one.getClass().getName(),
                                  other.getClass().getName()));
                    })));
  }

  /** With more factories, each in place of one of the same id. */
  public Registry<F> with(Iterable<? extends F> more) {
    Stream<F> all =
        Stream.concat(factories.values().stream(), ImmutableList.<F>copyOf(more).stream());
    return new Registry<>(
        kind,
        all.collect(
            ImmutableSortedMap.toImmutableSortedMap(
                String::compareTo, PartFactory::id, factory -> factory, (old, own) -> own)));
  }

  /** All factories, sorted by id. */
  public ImmutableList<F> factories() {
    return factories.values().asList();
  }

  /**
   * The factory of an id.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public F get(String id) {
    F factory = factories.get(id);
    if (factory == null) {
      throw new IllegalArgumentException(
          "%s '%s' is unknown; known are %s".formatted(kind, id, factories.keySet()));
    }
    return factory;
  }

  @Override
  public ImmutableSet<String> ids() {
    return factories.keySet();
  }

  @Override
  public ImmutableList<Parameter<?>> parameters(String id) {
    return get(id).parameters();
  }
}
