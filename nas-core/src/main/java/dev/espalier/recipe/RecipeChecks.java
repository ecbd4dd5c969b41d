package dev.espalier.recipe;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Domain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What a space of recipes must keep to; collects all that it does not. Not thread-safe. */
final class RecipeChecks {
  private final List<String> faults = new ArrayList<>();

  /** Choices must be told apart by their names. */
  <T> void distinct(String key, List<T> choices, Function<T, String> name) {
    List<String> names = choices.stream().map(name).toList();
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      faults.add("%s must be one or more of different names, not %s".formatted(key, names));
    }
  }

  void augmentations(List<Augmentation> choices, int fewest, int most) {
    List<String> names = choices.stream().map(Augmentation::name).toList();
    if (new HashSet<>(names).size() < names.size()) {
      faults.add("augment lists a name of %s twice; each may be there once".formatted(names));
    }
    if (fewest < 0 || most < fewest || most > names.size()) {
      faults.add(
          "augment takes %s to %s of %s; must take from 0 to %s, the smaller number first"
              .formatted(fewest, most, names, names.size()));
    }
  }

  /** Values must be possible, and mean something to one of the choices. */
  void setting(
      RecipeSetting setting, Domain domain, List<Optimizer> optimizers, List<Schedule> schedules) {
    setting.misfit(domain).ifPresent(faults::add);
    ImmutableList<String> possible = setting.possibleOwners(optimizers, schedules);
    if (!setting.owners().isEmpty() && possible.stream().noneMatch(setting.owners()::contains)) {
      faults.add(
          "%s belongs to %s; there is only %s"
              .formatted(
                  setting.key(),
                  String.join(" or ", setting.owners()),
                  String.join(" or ", possible)));
    }
  }

  /** A file gives one decay, for all schedules that have one, or none: then each has its usual. */
  void decays(List<Schedule> schedules) {
    List<Schedule> decaying = schedules.stream().filter(s -> decay(s).isPresent()).toList();
    boolean usual = decaying.stream().allMatch(s -> decay(s).equals(s.accept(new UsualDecay())));
    if (!usual && decaying.stream().map(RecipeChecks::decay).distinct().count() > 1) {
      faults.add(
          "schedules %s must have one decay, or each its usual one (%s, %s)"
              .formatted(
                  decaying,
                  Schedule.Step.standard().decay(),
                  Schedule.Exponential.standard().decay()));
    }
  }

  private static OptionalDouble decay(Schedule schedule) {
    return schedule.accept(new Decay());
  }

  /**
   * Ends the checks.
   *
   * @throws IllegalArgumentException with a line for each fault
   */
  void done() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  private static class Decay implements Schedule.Visitor<OptionalDouble> {
    @Override
    public OptionalDouble constant(Schedule.Constant schedule) {
      return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble cosine(Schedule.Cosine schedule) {
      return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble step(Schedule.Step schedule) {
      return OptionalDouble.of(schedule.decay());
    }

    @Override
    public OptionalDouble exponential(Schedule.Exponential schedule) {
      return OptionalDouble.of(schedule.decay());
    }
  }

  private static final class UsualDecay extends Decay {
    @Override
    public OptionalDouble step(Schedule.Step schedule) {
      return super.step(Schedule.Step.standard());
    }

    @Override
    public OptionalDouble exponential(Schedule.Exponential schedule) {
      return super.exponential(Schedule.Exponential.standard());
    }
  }
}
