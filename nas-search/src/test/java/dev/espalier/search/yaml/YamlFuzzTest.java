package dev.espalier.search.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.config.YamlDocument;
import dev.espalier.eval.tabular.TableSpec;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.preset.SpaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two thousand broken files: each is refused with what is wrong where, or is a file that works. */
class YamlFuzzTest {
  private static final long SEED = 20_261_128;
  private static final int FILES = 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final List<Shape> SHAPES =
      List.of(
          new Shape.Image(3, 16, 16),
          new Shape.Tokens(50, 8),
          new Shape.Sequence(12, 8),
          new Shape.Vector(16));

  /** The presets, all examples of the documentation, and the experiments that ship. */
  private static List<String> originals() throws IOException {
    List<String> originals = new ArrayList<>(Presets.names().stream().map(Presets::yaml).toList());
    for (Path file : files(Path.of("..", "docs"), ".md")) {
      originals.addAll(blocks(file));
    }
    originals.addAll(blocks(Path.of("..", "README.md")));
    for (Path file : files(Path.of("..", "experiments"), ".yaml")) {
      originals.add(Files.readString(file));
    }
    return originals;
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static List<String> blocks(Path file) throws IOException {
    return BLOCK
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }

  @Test
  void whatTheFilesAreMadeFromIsNotRefused() throws IOException {
    List<String> whole =
        originals().stream().filter(text -> text.contains("apiVersion: nas")).toList();
    for (String original : whole) {
      assertFalse(refuses(original, SEED), original);
    }
  }

  @Test
  void brokenFilesAreRefusedCleanlyOrWork() throws IOException {
    List<String> originals = originals();
    assertTrue(originals.size() > Presets.names().size() + 5, originals.size() + " originals");
    MutatedYaml mutations = new MutatedYaml(SEED);
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      String text = mutations.of(originals.get(i % originals.size()), originals);
      long seed = i;
      try {
        refused += assertTimeoutPreemptively(LONGEST, () -> refuses(text, seed)) ? 1 : 0;
      } catch (Throwable failure) { // errors too: a stack that overflows is what this looks for
        fail("file %d:%n%s".formatted(i, text), failure);
      }
    }
    assertTrue(refused > FILES / 2 && refused < FILES, refused + " of " + FILES + " are refused");
  }

  /** Whether the text is refused; if not, what it describes is tried out. */
  private static boolean refuses(String text, long seed) {
    SpaceChoice space;
    try {
      if (text.contains("nas-table/v")) {
        return TableSpec.read(YamlDocument.parse("fuzz.yaml", text)).name().isEmpty();
      }
      space =
          text.contains("nas/v")
              ? ExperimentReader.readWithoutData(
                      YamlDocument.parse("fuzz.yaml", text), Path.of("/data"))
                  .space()
              : SpaceChoice.of(SpaceFiles.standard().parse("fuzz.yaml", text));
    } catch (ConfigException refusal) {
      assertClean(refusal);
      return true;
    }
    for (Shape shape : SHAPES) {
      NetworkSpace bound;
      try {
        bound = space.bind(shape, 3);
      } catch (ConfigException misfit) {
        assertClean(misfit);
        continue;
      }
      tryOut(bound, seed);
    }
    return false;
  }

  private static void tryOut(NetworkSpace space, long seed) {
    assertTrue(space.size().signum() > 0);
    try {
      Architecture sample = space.sample(Seeds.generator(seed));
      assertEquals(sample, space.check(sample));
      assertTrue(space.expand(sample).cost().params() >= 0);
      assertEquals(64, space.expand(sample).canonicalHash().length());
    } catch (IllegalArgumentException refusal) {
      assertFalse(String.valueOf(refusal.getMessage()).isBlank(), refusal::toString);
    }
  }

  private static void assertClean(ConfigException refusal) {
    assertFalse(refusal.faults().isEmpty());
    for (Fault fault : refusal.faults()) {
      String line = fault.toString();
      assertTrue(line.matches("(?s)(fuzz|[a-z0-9-]+\\.space)\\.yaml\\b.*"), line); // or a preset's
      assertFalse(fault.remedy().isBlank(), line);
      assertFalse(line.contains("Exception") || line.contains("\n\tat "), line);
      assertEquals(1, line.lines().count(), line);
    }
  }
}
