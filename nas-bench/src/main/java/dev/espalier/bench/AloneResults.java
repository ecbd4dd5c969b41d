package dev.espalier.bench;

import com.google.common.collect.ImmutableMap;
import dev.espalier.eval.audit.RankCorrelation;
import dev.espalier.space.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What is known of networks that were trained alone, by their numbers. */
record AloneResults(
    Map<Integer, Architecture> architectures,
    Map<Integer, Double> macs,
    Map<Integer, Double> params,
    ImmutableMap<String, Map<Integer, Double>> scores,
    ImmutableMap<String, Double> seconds,
    int epochs) {

  /** Networks whose long trainings are all there. */
  static AloneResults read(Path csv, int epochs) throws IOException {
    Map<Integer, Architecture> architectures = new TreeMap<>();
    Map<Integer, Double> macs = new TreeMap<>();
    Map<Integer, Double> params = new TreeMap<>();
    Map<String, Map<Integer, Double>> scores = new LinkedHashMap<>();
    Map<String, Double> seconds = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = List.of(line.split(",", 8));
      int number = Integer.parseInt(row.get(0));
      String training = "%s epochs seed %s".formatted(row.get(1), row.get(2));
      architectures.put(number, Architecture.parse(row.get(7)));
      macs.put(number, Double.valueOf(row.get(5)));
      params.put(number, Double.valueOf(row.get(6)));
      scores
          .computeIfAbsent(training, key -> new TreeMap<>())
          .put(number, Double.parseDouble(row.get(3)));
      seconds.merge(training, Double.parseDouble(row.get(4)), Double::sum);
    }
    scores.forEach((training, known) -> architectures.keySet().retainAll(known.keySet()));
    return new AloneResults(
        architectures,
        macs,
        params,
        ImmutableMap.copyOf(scores),
        ImmutableMap.copyOf(seconds),
        epochs);
  }

  /** Mean score of a network's long trainings. */
  double truth(int number) {
    return scores.entrySet().stream()
        .filter(each -> each.getKey().startsWith(epochs + " "))
        .mapToDouble(each -> Objects.requireNonNull(each.getValue().get(number)))
        .average()
        .orElseThrow();
  }

  /** CPU seconds of one long training of each. */
  double secondsOfAll() {
    return seconds.entrySet().stream()
        .filter(each -> each.getKey().startsWith(epochs + " "))
        .mapToDouble(Map.Entry::getValue)
        .average()
        .orElseThrow();
  }

  /** The ranking by one seed of the long trainings to that by another; costs; short trainings. */
  void printBaselines() {
    List<String> trainings = scores.keySet().asList();
    for (String training : trainings) {
      Map<Integer, Double> known = Objects.requireNonNull(scores.get(training));
      double spent = Objects.requireNonNull(seconds.get(training));
      if (!training.startsWith(epochs + " ")) {
        print(training, 0, known::get, spent);
      }
    }
    List<String> whole = trainings.stream().filter(t -> t.startsWith(epochs + " ")).toList();
    if (whole.size() > 1) {
      Map<Integer, Double> one = Objects.requireNonNull(scores.get(whole.get(0)));
      Map<Integer, Double> other = Objects.requireNonNull(scores.get(whole.get(1)));
      print(
          "%s to %s".formatted(whole.get(0), whole.get(1)),
          0,
          RankCorrelation.of(values(one::get), values(other::get)),
          Objects.requireNonNull(seconds.get(whole.get(0))));
    }
    print("macs", 0, macs::get, 0.0);
    print("params", 0, params::get, 0.0);
  }

  void print(String name, long seed, ToDoubleFunction<Integer> score, double spent) {
    print(name, seed, RankCorrelation.of(values(score), values(this::truth)), spent);
  }

  private double[] values(ToDoubleFunction<Integer> score) {
    return architectures.keySet().stream().mapToDouble(score).toArray();
  }

  private static void print(String name, long seed, RankCorrelation rank, double spent) {
    System.out.printf(
        Locale.ROOT,
        "%s,%s,%d,%.3f,%.3f,%.3f,%.1f%n",
        name,
        seed == 0 ? "" : seed,
        rank.things(),
        rank.tau(),
        rank.low(),
        rank.high(),
        spent);
  }
}
