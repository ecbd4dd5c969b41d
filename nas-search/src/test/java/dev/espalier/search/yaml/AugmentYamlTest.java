package dev.espalier.search.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.recipe.Augmentation;
import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentYamlTest {
  private static final String HEAD =
      """
      apiVersion: nas/v1
      study: {name: short}
      dataset: {name: digits}
      space: {preset: cnn-cells}
      """;

  @Test
  void thereIsNoAugmentationUnlessItIsAskedFor() {
    assertEquals(List.of(), augment("[]"));
    assertEquals(List.of(), experiment(HEAD).recipes().base().augment());
  }

  @Test
  void bareNamesTakeDefaults() {
    List<Augmentation> defaults =
        List.of(
            new Augmentation.Flip(),
            Augmentation.Crop.scaled(),
            Augmentation.Cutout.scaled(),
            new Augmentation.Mixup(0.2),
            new Augmentation.Noise(0.05));
    assertEquals(defaults, augment("[flip, crop, cutout, mixup, noise]"));
    assertEquals(
        defaults, augment("[{flip: {}}, {crop: {}}, {cutout: {}}, {mixup: {}}, {noise: {}}]"));
  }

  @Test
  void settingsAreThoseOfTheFile() {
    assertEquals(
        List.of(
            new Augmentation.Flip(),
            new Augmentation.Crop(3),
            new Augmentation.Cutout(8),
            new Augmentation.Mixup(1.0),
            new Augmentation.Noise(0.125)),
        augment(
            "[flip, {crop: {padding: 3}}, {cutout: {size: 8}}, {mixup: {alpha: 1}},"
                + " {noise: {std: 0.125}}]"));
  }

  @Test
  void theSnippetOfTheDocumentationIsRead() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "augmentation.md"));
    String snippet = page.split("```yaml\n", 2)[1].split("```", 2)[0];
    assertEquals(
        List.of("flip", "crop", "cutout", "mixup", "noise"),
        experiment(HEAD + snippet).recipes().base().augment().stream()
            .map(Augmentation::name)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[flop]                | 5 evaluator.training.augment[0] 'flop': must be one of flip, crop,"
            + " cutout, noise, mixup; did you mean flip?",
        "flip                  | 5 evaluator.training.augment 'flip': must be a list, such as"
            + " [a, b], not a single value",
        "[{crip: {padding: 2}}] | 5 evaluator.training.augment[0].crip: is an unknown key; must be"
            + " one of flip, crop, cutout, noise, mixup; did you mean crop?",
        "[{crop: {size: 2}}]   | 5 evaluator.training.augment[0].crop.size: is an unknown key;"
            + " must be one of padding",
        "[{flip: {share: 1}}]  | 5 evaluator.training.augment[0].flip.share '1': is an unknown"
            + " key; flip has none",
        "[{crop: 4}]           | 5 evaluator.training.augment[0].crop '4': must be a map, such as"
            + " {key: value}, not a single value",
        "[{crop: {padding: 0}}] | 5 evaluator.training.augment[0].crop.padding '0': must be a"
            + " whole number from 1 to 65535",
        "[{cutout: {size: 2.5}}] | 5 evaluator.training.augment[0].cutout.size '2.5': must be a"
            + " whole number from 1 to 65535",
        "[{noise: {std: -1}}]  | 5 evaluator.training.augment[0].noise.std '-1': must be a number"
            + " from 1.0E-12 to 1000000",
        "[{mixup: {alpha: .inf}}] | 5 evaluator.training.augment[0].mixup.alpha '.inf': must be a"
            + " number from 1.0E-12 to 1000000",
        "[flip, crop, flip]    | 5 evaluator.training.augment[2] 'flip': lists flip again; each"
            + " may be there once",
        "[{flip: {}, crop: {}}] | 5 evaluator.training.augment[0]: must be one name with its"
            + " settings, such as {crop: {padding: 4}}",
        "[flip, flop]          | 5 evaluator.training.augment[1] 'flop': must be one of flip, crop,"
            + " cutout, noise, mixup; did you mean flip?",
        "[{}]                  | 5 evaluator.training.augment[0]: must be one name with its"
            + " settings, such as {crop: {padding: 4}}"
      })
  void eachFaultIsReportedWithItsLine(String augment, String expected) {
    assertEquals(
        List.of(expected), faults(assertThrows(ConfigException.class, () -> augment(augment))));
  }

  @Test
  void whatDoesNotFitTheDataIsReportedWhereItWasWritten(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "a,label\n" + "1,x\n2,y\n".repeat(20));
    String text =
        HEAD.replace("name: digits", "path: rows.csv").replace("cnn-cells", "mlp-cells")
            + "evaluator:\n  training:\n    augment:\n      - noise\n      - flip\n";
    Search search =
        Search.of(ExperimentReader.read(YamlDocument.parse("experiment.yaml", text), folder));
    ConfigException faulty = assertThrows(ConfigException.class, search::check);
    assertEquals(
        List.of(
            "9 evaluator.training.augment[1] 'flip': needs images; the inputs are vectors of"
                + " length 1 (data rows)"),
        faults(faulty));
  }

  @Test
  void aCropMustBeSmallerThanTheImagesOfTheData() {
    Search search = Search.of(experiment(training("[flip, {crop: {padding: 8}}]")));
    assertEquals(
        List.of(
            "5 evaluator.training.augment[1] 'crop': padding (8) must be less than 8, the shorter"
                + " side of the images (data digits)"),
        faults(assertThrows(ConfigException.class, search::check)));
  }

  private static List<Augmentation> augment(String yaml) {
    return experiment(training(yaml)).recipes().base().augment();
  }

  private static String training(String augment) {
    return HEAD + "evaluator: {training: {augment: " + augment + "}}\n";
  }

  private static Experiment experiment(String text) {
    return ExperimentReader.read(YamlDocument.parse("experiment.yaml", text), Path.of("/data"));
  }

  private static List<String> faults(ConfigException faulty) {
    return faulty.faults().stream()
        .map(
            fault ->
                "%d %s%s: %s"
                    .formatted(
                        fault.line(),
                        fault.path(),
                        fault.value() == null ? "" : " '" + fault.value() + "'",
                        fault.remedy()))
        .toList();
  }
}
