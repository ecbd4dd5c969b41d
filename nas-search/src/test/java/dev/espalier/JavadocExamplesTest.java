package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import dev.espalier.file.Sources;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Javadoc shows as Java compiles, in the package where it stands. Statements may use things
 * that they do not make, if a table here says of what type they are.
 */
@Tag("slow")
class JavadocExamplesTest {
  private static final List<String> MODULES =
      List.of(
          "nas-core",
          "nas-spaces",
          "nas-strategies",
          "nas-eval",
          "nas-onednn",
          "nas-store",
          "datasets",
          "nas-search");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)<pre>\\{@code\\s*?\\n(.*?)\\n\\s*\\*\\s*\\}</pre>");
  private static final Pattern UNKNOWN = Pattern.compile("symbol:\\s+variable (\\w+)");

  /** Of what type a variable is; where it depends on the package, by package and name. */
  private static final Map<String, String> TYPES =
      ImmutableMap.<String, String>builder()
          .put("ask", "Ask")
          .put("batches", "Iterable<org.nd4j.linalg.dataset.DataSet>")
          .put("candidate", "Candidate")
          .put("colours", "int[]")
          .put("columns", "List<String>")
          .put("configuration", "org.deeplearning4j.nn.conf.ComputationGraphConfiguration")
          .put("context", "TrialContext")
          .put("bytes", "byte[]")
          .put("dims", "Dims")
          .put("dir", "Path")
          .put("epoch", "int")
          .put("evaluator", "Evaluator")
          .put("examples", "Examples")
          .put("experiment", "Experiment")
          .put("features", "INDArray")
          .put("file", "Path")
          .put("folder", "Path")
          .put("graph", "ComputationGraph")
          .put("inner", "NumberedStrategy")
          .put("inputs", "int[][]")
          .put("labels", "INDArray")
          .put("network", "Network")
          .put("objectives", "List<Objective>")
          .put("outcome", "Outcome")
          .put("path", "Path")
          .put("predictions", "Predictions")
          .put("problem", "SearchProblem")
          .put("random", "java.util.random.RandomGenerator")
          .put("recipe", "Recipe")
          .put("registry", "Registry<?>")
          .put("result", "StudyResult")
          .put("operation", "Operation")
          .put("rows", "int[]")
          .put("seed", "long")
          .put("setting", "EvaluatorSetting")
          .put("settings", "StudySettings")
          .put("slots", "int[][]")
          .put("space", "NetworkSpace")
          .put("step", "int")
          .put("store", "StudyStore")
          .put("strategy", "SearchStrategy")
          .put("table", "dev.espalier.datasets.read.Table")
          .put("targets", "dev.espalier.datasets.prepare.TargetEncoding")
          .put("task", "dev.espalier.objective.Task")
          .put("testIterator", "org.nd4j.linalg.dataset.api.iterator.DataSetIterator")
          .put("trainIterator", "org.nd4j.linalg.dataset.api.iterator.DataSetIterator")
          .put("trainRows", "int[]")
          .put("trial", "Trial")
          .put("trials", "List<Trial>")
          .put("turn", "Turn")
          .put("validation", "Examples")
          .put("values", "ParameterValues")
          .put("POPULATION_SIZE", "Parameter<Integer>")
          .put("datasets/features", "float[][]")
          .put("datasets/labels", "int[]")
          .put("datasets.split/labels", "int[]")
          .put("eval.augment/features", "float[]")
          .put("eval.augment/targets", "float[]")
          .put("onednn.layer/graph", "ComputationGraphConfiguration.GraphBuilder")
          .put("evaluate/problem", "EvaluationProblem")
          .put("onednn.plan/window", "dev.espalier.onednn.kernel.Window")
          .put("search.yaml/objectives", "List<dev.espalier.objective.Objective>")
          .put("spaces.cell/space", "CellSpace")
          .put("spaces.rnn/space", "RecurrentSpace")
          .buildOrThrow();

  /** Classes that are not ours, or of which we have several. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "Dense", "dev.espalier.network.Dense",
          "Pooling", "dev.espalier.onednn.kernel.Pooling",
          "ComputationGraph", "org.deeplearning4j.nn.graph.ComputationGraph",
          "ComputationGraphConfiguration",
              "org.deeplearning4j.nn.conf.ComputationGraphConfiguration",
          "ConvolutionMode", "org.deeplearning4j.nn.conf.ConvolutionMode",
          "DataSet", "org.nd4j.linalg.dataset.DataSet",
          "INDArray", "org.nd4j.linalg.api.ndarray.INDArray");

  /** An example, and where it stands. */
  private record Example(String file, String packageName, String code) {}

  private static final class Source extends SimpleJavaFileObject {
    private final Example example;
    private final String text;

    Source(Example example, String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.example = example;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private final List<Example> examples = new ArrayList<>();

  /** Packages of our public classes by simple name. */
  private final ImmutableSetMultimap<String, String> packages;

  private final Path folder;

  JavadocExamplesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    ImmutableSetMultimap.Builder<String, String> known = ImmutableSetMultimap.builder();
    for (String module : MODULES) {
      Path root = Path.of("..", module, "src/main/java");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          String name = root.relativize(file).toString().replace('\\', '.').replace('/', '.');
          String type = name.substring(0, name.length() - ".java".length());
          String in = type.substring(0, type.lastIndexOf('.'));
          String text = Files.readString(file);
          if (text.contains("\npublic ")) {
            known.put(type.substring(in.length() + 1), in);
          }
          EXAMPLE
              .matcher(text)
              .results()
              .map(JavadocExamplesTest::code)
              .filter(code -> code.contains(";"))
              .forEach(code -> examples.add(new Example(type, in, code)));
        }
      }
    }
    this.packages = known.build();
  }

  private static String code(MatchResult found) {
    return found
        .group(1)
        .lines()
        .map(line -> line.replaceFirst("^\\s*\\* ?", ""))
        .collect(Collectors.joining("\n"));
  }

  /** All at once, until there is no error left that can be mended. */
  @Test
  void everyExampleCompiles() {
    assertTrue(examples.size() > 60, examples.size() + " examples");
    Map<Example, Map<String, String>> open = new LinkedHashMap<>();
    examples.forEach(example -> open.put(example, new LinkedHashMap<>()));
    List<String> faults = new ArrayList<>();
    ImmutableListMultimap<Example, String> errors = errors(open);
    while (!errors.isEmpty()) {
      for (Example example : errors.keySet()) {
        if (!declare(errors.get(example), example, open.getOrDefault(example, Map.of()))) {
          open.remove(example);
          faults.add(example.file() + ": " + errors.get(example) + "\n" + example.code());
        }
      }
      errors = errors(open);
    }
    assertEquals("", String.join("\n", faults));
  }

  /** Declares what is not known, if it is known of what type it is. */
  private static boolean declare(
      List<String> errors, Example example, Map<String, String> variables) {
    boolean more = false;
    for (String error : errors) {
      Matcher unknown = UNKNOWN.matcher(error);
      String type = unknown.find() ? type(example, unknown.group(1)) : "";
      more |= !type.isEmpty() && variables.putIfAbsent(unknown.group(1), type) == null;
    }
    return more;
  }

  private static String type(Example example, String variable) {
    String own = example.packageName().replace("dev.espalier.", "") + "/" + variable;
    return TYPES.getOrDefault(own, TYPES.getOrDefault(variable, ""));
  }

  private ImmutableListMultimap<Example, String> errors(Map<Example, Map<String, String>> open) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<Source> sources = new ArrayList<>();
    open.forEach(
        (example, variables) ->
            sources.add(
                new Source(
                    example,
                    "Example" + sources.size(),
                    source(example, "Example" + sources.size(), variables))));
    boolean fine =
        ToolProvider.getSystemJavaCompiler()
            .getTask(new StringWriter(), null, found, Sources.options(folder), null, sources)
            .call();
    ImmutableListMultimap.Builder<Example, String> errors = ImmutableListMultimap.builder();
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR && each.getSource() instanceof Source source) {
        String message = each.getMessage(Locale.ROOT);
        errors.put(source.example, CharMatcher.whitespace().collapseFrom(message, ' '));
      }
    }
    ImmutableListMultimap<Example, String> all = errors.build();
    assertEquals(fine, all.isEmpty(), () -> found.getDiagnostics().toString());
    return all;
  }

  private String source(Example example, String name, Map<String, String> variables) {
    String code = example.code();
    if (code.startsWith("public final class")) {
      code = code.replaceFirst("public final class", "static final class");
    } else {
      String parameters =
          variables.entrySet().stream()
              .map(variable -> "final %s %s".formatted(variable.getValue(), variable.getKey()))
              .collect(Collectors.joining(", "));
      code =
          "%s example(%s) throws Exception {\n%s\n}"
              .formatted(code.startsWith("return ") ? "Object" : "void", parameters, code);
    }
    return "package %s;\n%s\nclass %s {\n%s\n}\n"
        .formatted(example.packageName(), imports(example, code), name, code);
  }

  private String imports(Example example, String code) {
    Set<String> imports =
        new TreeSet<>(
            List.of(
                "java.io.*",
                "java.util.*",
                "java.nio.file.*",
                "java.util.random.*",
                "com.google.common.collect.*"));
    for (String word : Splitter.on(Pattern.compile("\\W+")).split(code)) {
      Set<String> in = packages.get(word);
      if (in.contains(example.packageName())) {
        continue;
      }
      if (OTHERS.containsKey(word)) {
        imports.add(OTHERS.get(word));
      } else if (in.size() == 1) {
        imports.add(in.iterator().next() + "." + word);
      }
    }
    return imports.stream().map("import %s;"::formatted).collect(Collectors.joining("\n"));
  }
}
