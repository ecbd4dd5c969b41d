package dev.espalier.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.eval.audit.RankCorrelation;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.random.Seeds;
import dev.espalier.store.StudyStore;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Trains some of the trials alone, briefly, where the scores of a search stand in for trainings:
 * the best and some others, so that the user learns how far the ranking can be trusted, and whether
 * counting multiplications would have ranked as well.
 */
final class RankingAudit {
  /** The best of the ranking that are trained. */
  static final int BEST = 3;

  /** Others, drawn from the rest. */
  static final int OTHERS = 5;

  private static final int FEWEST = 4;
  private static final String KIND = "ranking_audit";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Problem problem;
  private final FinalTrainings trainings;
  private final StudyStore store;

  RankingAudit(Problem problem, FinalTrainings trainings, StudyStore store) {
    this.problem = problem;
    this.trainings = trainings;
    this.store = store;
  }

  /** The audit that a study has, if it was made. */
  static Optional<Audit> find(StudyStore store) {
    ImmutableList<String> notes = store.notes(KIND);
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    String text = notes.get(notes.size() - 1);
    try {
      return Optional.of(JSON.readValue(text, Audit.class));
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("the study's ranking audit is damaged: " + text, damaged);
    }
  }

  /**
   * Makes the audit, unless the study has it.
   *
   * @return empty if there are too few trials, or of too few trainings came anything
   * @throws InterruptedException if the search was stopped
   */
  Optional<Audit> run(StudyResult study) throws InterruptedException {
    Optional<Audit> known = find(store);
    if (known.isPresent()) {
      return known;
    }
    List<Trial> chosen = chosen(study.ranking());
    Objective objective = problem.objectives().get(0);
    if (chosen.size() < FEWEST || CostMetric.isCost(objective.metric())) {
      return Optional.empty();
    }
    int epochs = problem.experiment().fidelity().epochs();
    Map<String, FinalTrainings.Entrant> entrants = new LinkedHashMap<>();
    for (Trial trial : chosen) {
      entrants.put(
          "trial " + trial.number(),
          new FinalTrainings.Entrant(
              problem.space().expand(trial.architecture()),
              problem.training(
                  problem.experiment().recipes().recipe(trial.architecture()), epochs)));
    }
    List<FinalTrainings.Result> results =
        trainings.run(
            entrants,
            problem.dataset().searchData().train(),
            problem.dataset().searchData().validation(),
            Split.VALIDATION,
            ImmutableList.of(Seeds.derive(problem.experiment().seed(), "audit", 0)));
    Optional<Audit> audit = audit(chosen, results, objective, epochs);
    audit.ifPresent(this::keep);
    return audit;
  }

  /** The best, and some of the others by the study's seed. */
  private List<Trial> chosen(ImmutableList<Trial> ranking) {
    List<Trial> others =
        new ArrayList<>(ranking.subList(Math.min(BEST, ranking.size()), ranking.size()));
    Collections.shuffle(others, new Random(Seeds.derive(problem.experiment().seed(), "audit", 1)));
    return Stream.concat(ranking.stream().limit(BEST), others.stream().limit(OTHERS)).toList();
  }

  private static Optional<Audit> audit(
      List<Trial> chosen, List<FinalTrainings.Result> results, Objective objective, int epochs) {
    List<Trial> trained = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      try (FinalTrainings.Result result = results.get(i)) {
        if (result.scored()) {
          trained.add(chosen.get(i));
          alone.add(objective.direction().orient(result.summary(objective.metric()).mean()));
        }
      }
    }
    if (trained.size() < FEWEST) {
      return Optional.empty();
    }
    double[] truth = alone.stream().mapToDouble(Double::doubleValue).toArray();
    ImmutableMap.Builder<String, RankCorrelation> ranks = ImmutableMap.builder();
    ranks.put(
        objective.metric(),
        RankCorrelation.of(trained.stream().mapToDouble(objective::score).toArray(), truth));
    for (String cost : List.of("macs", "params")) {
      if (trained.stream().allMatch(trial -> trial.metrics().containsKey(cost))) {
        ranks.put(
            cost,
            RankCorrelation.of(
                trained.stream().mapToDouble(trial -> trial.metric(cost)).toArray(), truth));
      }
    }
    return Optional.of(
        new Audit(
            objective.metric(),
            epochs,
            trained.stream().map(Trial::number).toList(),
            ranks.buildOrThrow()));
  }

  private void keep(Audit audit) {
    try {
      store.noted(KIND, JSON.writeValueAsString(audit));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
