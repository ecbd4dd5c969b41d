package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterType;
import dev.espalier.parameter.Part;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.recipe.Schedule;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Isolation;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Domain;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.strategies.Strategies;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws experiments in which every option of the file takes every kind of value. */
final class RandomExperiments {
  /** Names that YAML would take for something else, were they not quoted. */
  private static final List<String> NAMES =
      List.of("digits-cells", "true", "null", "042", "1e5", "0x1F", "on", "2026-01-31", "a.b_c");

  private final Random random;

  RandomExperiments(long seed) {
    random = new Random(seed);
  }

  /** One experiment; its objectives are those of the task. */
  Experiment next(Task task) {
    Experiment.Builder experiment =
        Experiment.builder(oneOf(NAMES))
            .seed(random.nextLong())
            .lookAhead(1 + random.nextInt(64))
            .dataset(task == Task.CLASSIFICATION && random.nextBoolean() ? named() : own(task))
            .space(SpaceChoice.preset(oneOf(Presets.names())))
            .objective(task.primary().objective(Split.VALIDATION))
            .strategy(strategy())
            .engine(oneOf(List.of(Engine.values())))
            .fidelity(new Fidelity(1 + random.nextInt(99), 1 - 0.999 * random.nextDouble()))
            .recipes(recipes())
            .duplicates(oneOf(List.of(DuplicatePolicy.values())))
            .execution(execution())
            .retraining(new Retraining(count(), count(), count()));
    if (random.nextBoolean()) {
      experiment.objective(Objective.minimize("flops"));
    }
    if (random.nextBoolean()) {
      experiment.constraint(Constraint.atMost("macs", 1e4 + random.nextInt(1_000_000)));
    }
    if (random.nextBoolean()) {
      experiment.constraint(new Constraint("params", random.nextInt(99), 100 + count()));
    }
    Budget budget = Budget.trials(count());
    experiment.budget(random.nextBoolean() ? budget : budget.minutes(0.01 + random.nextDouble()));
    return experiment.build();
  }

  private DatasetSpec named() {
    DatasetSpec.Builder spec = DatasetSpec.named("digits");
    if (random.nextBoolean()) {
      spec.path(Path.of("/data/digits")).height(8).width(12).channels(1);
    }
    return splits(spec).build();
  }

  private DatasetSpec own(Task task) {
    DatasetSpec.Builder spec =
        DatasetSpec.at(Path.of("/data/my rows: all #1.csv"))
            .task(task == Task.REGRESSION ? LearningTask.REGRESSION : LearningTask.CLASSIFICATION)
            .test(test());
    switch (random.nextInt(6)) {
      case 0 -> spec.format(DataFormat.TEXT).text("true").maxLength(count()).label("yes");
      case 4 -> spec.format(DataFormat.SERIES).series("run").step("no").maxLength(count());
      case 5 ->
          spec.format(DataFormat.TEXT)
              .encoding(oneOf(List.of(TextEncoding.values())))
              .maxVocabulary(count());
      case 1 -> spec.format(DataFormat.IMAGES).height(8).width(8).channels(3);
      case 2 -> spec.format(DataFormat.CSV).label("null").group("patient id");
      default -> spec.label("2").order("time");
    }
    if (random.nextBoolean()) {
      spec.tokenizer(oneOf(List.of(Tokenizer.values())));
    }
    return splits(spec).build();
  }

  private DatasetSpec.Builder splits(DatasetSpec.Builder spec) {
    return spec.validationFraction(0.05 + 0.9 * random.nextDouble()).splitSeed(random.nextLong());
  }

  private TestSplit test() {
    return switch (random.nextInt(4)) {
      case 0 -> new TestSplit.Fraction(0.25);
      case 1 -> new TestSplit.Fraction(0.01 + 0.9 * random.nextDouble(), random.nextLong());
      case 2 -> new TestSplit.Given(Path.of("/data/test.csv"));
      default -> new TestSplit.Column("part");
    };
  }

  private Part strategy() {
    String type = oneOf(Strategies.names());
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (Parameter<?> parameter : Strategies.registry().parameters(type)) {
      if (random.nextBoolean()) {
        values.put(parameter.name(), value(parameter.type()));
      }
    }
    return new Part(type, values.buildOrThrow());
  }

  private Object value(ParameterType<?> type) {
    if (type instanceof ParameterType.Choice choice) {
      return oneOf(choice.choices());
    }
    if (type instanceof ParameterType.Whole whole) {
      return whole.minimum() + random.nextInt(whole.maximum() - whole.minimum() + 1);
    }
    if (type instanceof ParameterType.Flag) {
      return random.nextBoolean();
    }
    if (type instanceof ParameterType.Text) {
      return oneOf(List.of("", "macs", "a: b", "#1"));
    }
    ParameterType.Real real = (ParameterType.Real) type;
    return real.minimum() + (real.maximum() - real.minimum()) * random.nextDouble();
  }

  private Recipe recipe() {
    return Recipe.builder()
        .optimizer(
            oneOf(
                List.of(
                    new Optimizer.Sgd(),
                    new Optimizer.Nesterov(random.nextDouble()),
                    new Optimizer.Adam(random.nextDouble(), random.nextDouble(), 1e-9))))
        .schedule(
            oneOf(
                List.of(
                    new Schedule.Constant(),
                    new Schedule.Cosine(),
                    new Schedule.Step(count(), 0.5),
                    new Schedule.Exponential(1e-4))))
        .learningRate(Math.pow(10, -6 * random.nextDouble()))
        .warmupFraction(random.nextDouble())
        .batchSize(count())
        .l1(1e-7 * random.nextInt(3))
        .l2(1e-5 * random.nextInt(3))
        .dropout(random.nextDouble())
        .labelSmoothing(random.nextDouble())
        .gradientClip(random.nextInt(3))
        .balanceClasses(random.nextBoolean())
        .tbptt(random.nextBoolean())
        .augment(augmentations())
        .build();
  }

  /** Recipes of which nothing, or about half, is open. */
  private RecipeSpace recipes() {
    RecipeSpace.Builder recipes = RecipeSpace.builder(recipe());
    if (random.nextBoolean()) {
      return recipes.build();
    }
    List<Optimizer> optimizers =
        some(
            List.of(
                new Optimizer.Sgd(),
                new Optimizer.Nesterov(random.nextDouble()),
                Optimizer.Adam.standard()));
    List<Schedule> schedules =
        some(
            List.of(
                new Schedule.Cosine(),
                new Schedule.Constant(),
                Schedule.Step.standard(),
                Schedule.Exponential.standard()));
    recipes.optimizers(optimizers.toArray(Optimizer[]::new));
    recipes.schedules(schedules.toArray(Schedule[]::new));
    Set<String> owners = new HashSet<>();
    optimizers.forEach(each -> owners.add(each.name()));
    schedules.forEach(each -> owners.add(each.name()));
    for (RecipeSetting setting : RecipeSetting.values()) {
      boolean meant = setting.owners().isEmpty() || !Collections.disjoint(setting.owners(), owners);
      if (meant && random.nextBoolean()) {
        recipes.search(setting, values(setting));
      }
    }
    List<Augmentation> augmentations = augmentations();
    int least = random.nextInt(augmentations.size() + 1);
    int most = least + random.nextInt(augmentations.size() + 1 - least);
    return recipes.augment(least, most, augmentations.toArray(Augmentation[]::new)).build();
  }

  private Domain values(RecipeSetting setting) {
    return switch (setting.kind()) {
      case REAL ->
          switch (random.nextInt(3)) {
            case 0 ->
                Domain.real((1 + random.nextInt(9)) / 100.0, (10 + random.nextInt(89)) / 100.0);
            case 1 -> Domain.logReal(3e-7, 1.5e-2);
            default -> Domain.choice("0.0000025", "0.001", "0.5");
          };
      case WHOLE ->
          random.nextBoolean() ? Domain.range(count(), 1_000) : Domain.choice("64", "8", "1000");
      case YES_NO -> random.nextBoolean() ? Domain.choice("true", "false") : Domain.choice("true");
    };
  }

  private <T> List<T> some(List<T> choices) {
    List<T> some = new ArrayList<>(choices);
    Collections.shuffle(some, random);
    return some.subList(0, 1 + random.nextInt(some.size()));
  }

  private List<Augmentation> augmentations() {
    List<Augmentation> augmentations =
        new ArrayList<>(
            List.of(
                new Augmentation.Flip(),
                random.nextBoolean() ? Augmentation.Crop.scaled() : new Augmentation.Crop(count()),
                random.nextBoolean()
                    ? Augmentation.Cutout.scaled()
                    : new Augmentation.Cutout(count()),
                new Augmentation.Noise(Math.pow(10, -6 * random.nextDouble())),
                new Augmentation.Mixup(Math.pow(10, 5 - 6 * random.nextDouble()))));
    augmentations.removeIf(augmentation -> random.nextBoolean());
    Collections.shuffle(augmentations, random);
    return augmentations;
  }

  private int count() {
    return 1 + random.nextInt(1000);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Execution execution() {
    Execution execution =
        Execution.standard()
            .workers(count())
            .retries(random.nextInt(4))
            .maxFailedTrials(count())
            .trialTimeoutSeconds(count())
            .isolation(random.nextBoolean() ? Isolation.THREAD : Isolation.PROCESS);
    return random.nextBoolean()
        ? execution
        : execution.trialMemory((1024L + random.nextInt(1 << 24)) << 10);
  }
}
