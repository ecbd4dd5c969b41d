package dev.espalier.search.experiment;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.espalier.config.Origin;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.Parts;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a search is made of: data, space, objectives, strategy, training, budget.
 *
 * <pre>{@code
 * Experiment experiment =
 *     Experiment.builder("digits")
 *         .dataset(DatasetSpec.named("digits").build())
 *         .space(SpaceChoice.preset("cnn-cells"))
 *         .maximize("val_accuracy")
 *         .minimize("macs")
 *         .budget(Budget.trials(20))
 *         .build();
 * }</pre>
 *
 * <p>Of data alone an experiment can be made, too: the space, how long and in which batches
 * networks are trained, and by which learning rate, are then decided by what the data are.
 *
 * @param name of the study; letters, digits, dots, dashes and underscores
 * @param seed of all randomness
 * @param lookAhead trials that may be open at once; decides the trials, whatever the machine
 * @param dataset which data, and how it is split
 * @param space which networks
 * @param objectives what is optimised, the most important first; empty for the task's own: its main
 *     metric on validation data, then {@code macs}
 * @param constraints what a network must keep to
 * @param strategy how candidates are proposed
 * @param evaluator how candidates are scored
 * @param engine what computes the networks; decides the trials, as rounding differs
 * @param fidelity how long a trial trains
 * @param recipes how a network is trained; what is left open is searched with the space
 * @param duplicates what happens to a network that was tried before
 * @param budget when to stop
 * @param execution how trials are run
 * @param retraining what happens to the winner
 * @param open what nothing was said of: it is as the data need it once they are loaded, whatever
 *     stands here
 * @param origin where mistakes that show later are to be reported; no part of what makes two
 *     experiments equal
 */
public record Experiment(
    String name,
    long seed,
    int lookAhead,
    DatasetSpec dataset,
    SpaceChoice space,
    ImmutableList<Objective> objectives,
    ImmutableList<Constraint> constraints,
    Part strategy,
    Part evaluator,
    Engine engine,
    Fidelity fidelity,
    RecipeSpace recipes,
    DuplicatePolicy duplicates,
    Budget budget,
    Execution execution,
    Retraining retraining,
    ImmutableSet<Open> open,
    Origin origin) {
  public Experiment {
    if (!name.matches("[A-Za-z0-9_.-]+") || name.matches("\\.+")) {
      throw new IllegalArgumentException(
          "study name '%s' must consist of letters, digits, dots, dashes and underscores, and not of dots alone: a folder will be called so"
              .formatted(name));
    }
    Checks.atLeast("lookAhead", lookAhead, 1);
  }

  /** The same experiment with its space as a task needs it; see {@link SpaceChoice#forTask}. */
  public Experiment forTask(Task task) {
    return with(space.forTask(task), strategy, evaluator);
  }

  /**
   * The same experiment with a value for every parameter of its parts.
   *
   * @throws IllegalArgumentException for an unknown strategy or evaluator, or a bad value
   */
  public Experiment resolved(Parts strategies, Parts evaluators) {
    return with(space, strategies.resolve("", strategy), evaluators.resolve("", evaluator));
  }

  private Experiment with(SpaceChoice networks, Part proposing, Part scoring) {
    Builder builder = new Builder(this).strategy(proposing).evaluator(scoring);
    builder.space = networks;
    return builder.build();
  }

  /** The same with other values, of which none is left to the data any more. */
  public Builder settled() {
    Builder builder = new Builder(this).space(space).strategy(strategy).evaluator(evaluator);
    builder.open.clear();
    return builder;
  }

  /** Starts an experiment; a dataset must be given, the rest has defaults. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Sets one part at a time. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private long seed = 42;
    private int lookAhead = 4;
    private @Nullable DatasetSpec dataset;
    private SpaceChoice space = SpaceChoice.byData();
    private final List<Objective> objectives = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private Part strategy = Part.of("genetic");
    private Part evaluator = Part.of("train");
    private Engine engine = Engine.ONEDNN;
    private Fidelity fidelity = Fidelity.epochs(2);
    private RecipeSpace recipes = RecipeSpace.fixed(Recipe.builder().build());
    private DuplicatePolicy duplicates = DuplicatePolicy.REUSE;
    private Budget budget = Budget.trials(60);
    private Execution execution = Execution.standard();
    private Retraining retraining = Retraining.standard();
    private final EnumSet<Open> open = EnumSet.allOf(Open.class);
    private Origin origin;

    private Builder(String name) {
      this.name = name;
      this.origin = Origin.named("experiment " + name);
    }

    private Builder(Experiment other) {
      this(other.name);
      seed = other.seed;
      lookAhead = other.lookAhead;
      dataset = other.dataset;
      objectives.addAll(other.objectives);
      constraints.addAll(other.constraints);
      engine = other.engine;
      fidelity = other.fidelity;
      recipes = other.recipes;
      duplicates = other.duplicates;
      budget = other.budget;
      execution = other.execution;
      retraining = other.retraining;
      open.clear();
      open.addAll(other.open);
      origin = other.origin;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder lookAhead(int value) {
      lookAhead = value;
      return this;
    }

    public Builder dataset(DatasetSpec value) {
      dataset = value;
      return this;
    }

    /** Which networks; by default a preset by the kind of the data. */
    public Builder space(SpaceChoice value) {
      space = value;
      open.remove(Open.SPACE);
      return this;
    }

    /** Adds an objective of which more is better, such as {@code val_accuracy}. */
    public Builder maximize(String metric) {
      return objective(Objective.maximize(metric));
    }

    /** Adds an objective of which less is better, such as {@code macs}. */
    public Builder minimize(String metric) {
      return objective(Objective.minimize(metric));
    }

    public Builder objective(Objective value) {
      objectives.add(value);
      return this;
    }

    public Builder constraint(Constraint value) {
      constraints.add(value);
      return this;
    }

    public Builder strategy(Part value) {
      strategy = value;
      return this;
    }

    /** How candidates are scored, such as by {@code Part.of("train")}; the winner is retrained. */
    public Builder evaluator(Part value) {
      evaluator = value;
      return this;
    }

    public Builder engine(Engine value) {
      engine = value;
      return this;
    }

    /** How long a trial trains; by default as the number of examples needs it. */
    public Builder fidelity(Fidelity value) {
      fidelity = value;
      open.remove(Open.FIDELITY);
      return this;
    }

    /** Trains every network by one recipe. */
    public Builder recipe(Recipe value) {
      return recipes(RecipeSpace.fixed(value));
    }

    /** Searches how to train along with what to train. */
    public Builder recipes(RecipeSpace value) {
      recipes = value;
      open.remove(Open.BATCH_SIZE);
      open.remove(Open.LEARNING_RATE);
      open.remove(Open.AUGMENT);
      return this;
    }

    public Builder duplicates(DuplicatePolicy value) {
      duplicates = value;
      return this;
    }

    public Builder budget(Budget value) {
      budget = value;
      return this;
    }

    public Builder execution(Execution value) {
      execution = value;
      return this;
    }

    public Builder retraining(Retraining value) {
      retraining = value;
      open.remove(Open.FINAL_EPOCHS);
      return this;
    }

    /** Leaves something to the data, though a value was given with others. */
    public Builder leaveOpen(Open setting) {
      open.add(setting);
      return this;
    }

    /** The file that the experiment stands in, if it does. */
    public Builder origin(Origin value) {
      origin = value;
      return this;
    }

    /**
     * Checks and makes the experiment.
     *
     * @throws IllegalArgumentException if the dataset is missing, the name is not fit for a folder,
     *     or lookAhead below 1
     */
    public Experiment build() {
      DatasetSpec data = dataset;
      if (data == null) {
        throw new IllegalArgumentException(
            "experiment %s: dataset is missing; must be given by dataset(DatasetSpec.named(..), .at(path) or .inMemory())"
                .formatted(name));
      }
      return new Experiment(
          name,
          seed,
          lookAhead,
          data,
          space,
          ImmutableList.copyOf(objectives),
          ImmutableList.copyOf(constraints),
          strategy,
          evaluator,
          engine,
          fidelity,
          recipes,
          duplicates,
          budget,
          execution,
          retraining,
          Sets.immutableEnumSet(open),
          origin);
    }
  }
}
