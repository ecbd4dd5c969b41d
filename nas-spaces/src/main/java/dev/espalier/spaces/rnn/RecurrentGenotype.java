package dev.espalier.spaces.rnn;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.DagRecurrent.CellNode;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.spaces.spec.GenotypeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A searched recurrent cell in the text of the code of DARTS (Liu et al. 2019), with the activation
 * and the input of each node, 0 being the entry, and the nodes that are merged:
 *
 * <pre>{@code
 * String text = "Genotype(recurrent=[('relu', 0), ('relu', 1), ('tanh', 2)], concat=range(1, 4))";
 * Architecture architecture = RecurrentGenotype.parse(text).architecture(space);
 * RecurrentGenotype.of(space, architecture).text(); // the same text
 * }</pre>
 *
 * {@code concat} names either all nodes, which the preset {@code darts-rnn} merges, or the loose
 * ends, which {@code enas-rnn} does. The entry is tanh, as it always is in DARTS. Immutable.
 *
 * @param nodes the nodes; at least one
 * @param merge which of them are merged
 */
public record RecurrentGenotype(ImmutableList<CellNode> nodes, DagRecurrent.Merge merge) {
  private static final String FORM = "Genotype(recurrent=[('relu', 0), ...], concat=range(1, 9))";
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\s*Genotype\\s*\\(\\s*recurrent\\s*=\\s*\\[(.*?)]\\s*,\\s*concat\\s*=\\s*(.*?)\\s*\\)\\s*",
          Pattern.DOTALL);

  /**
   * A cell.
   *
   * @throws IllegalArgumentException if there is no node, or one reads a state that does not come
   *     before it
   */
  public RecurrentGenotype {
    cell(nodes, merge);
  }

  private static DagRecurrent cell(List<CellNode> nodes, DagRecurrent.Merge merge) {
    return new DagRecurrent(1, false, DagRecurrent.Function.TANH, nodes, merge);
  }

  /**
   * Reads a genotype.
   *
   * @throws IllegalArgumentException if the text is none, saying what is wrong with it
   */
  public static RecurrentGenotype parse(String text) {
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      throw new IllegalArgumentException("genotype '%s' must read like %s".formatted(text, FORM));
    }
    ImmutableList<CellNode> nodes = nodes(whole.group(1));
    List<Integer> merged = GenotypeText.numbers(whole.group(2));
    for (DagRecurrent.Merge merge : DagRecurrent.Merge.values()) {
      RecurrentGenotype genotype = new RecurrentGenotype(nodes, merge);
      if (genotype.merged().equals(merged)) {
        return genotype;
      }
    }
    throw new IllegalArgumentException(
        "concat of a genotype (%s) must name all %s nodes or the loose ends %s"
            .formatted(
                merged,
                nodes.size(),
                new RecurrentGenotype(nodes, DagRecurrent.Merge.LOOSE_ENDS).merged()));
  }

  private List<Integer> merged() {
    return cell(nodes, merge).merged();
  }

  private static ImmutableList<CellNode> nodes(String text) {
    return GenotypeText.pairs(text).stream()
        .map(pair -> new CellNode(pair.state(), function(pair.name())))
        .collect(ImmutableList.toImmutableList());
  }

  private static DagRecurrent.Function function(String name) {
    return Arrays.stream(DagRecurrent.Function.values())
        .filter(function -> function.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "activation '%s' of a genotype must be one of %s"
                        .formatted(
                            name,
                            Arrays.stream(DagRecurrent.Function.values())
                                .map(DagRecurrent.Function::id)
                                .collect(Collectors.joining(", ")))));
  }

  /** In the form that {@link #parse} reads. */
  public String text() {
    String concat =
        merge == DagRecurrent.Merge.MEAN
            ? "range(1, %s)".formatted(nodes.size() + 1)
            : merged().toString();
    return nodes.stream()
        .map(node -> new GenotypeText.Pair(node.activation().id(), node.input()).toString())
        .collect(
            Collectors.joining(", ", "Genotype(recurrent=[", "], concat=%s)".formatted(concat)));
  }

  /**
   * The architecture that has this cell.
   *
   * @param space leaves nothing open but the cell, as the presets {@code darts-rnn} and {@code
   *     enas-rnn} do
   * @throws IllegalArgumentException if the space has no such cell, or leaves open what a genotype
   *     does not say
   */
  public Architecture architecture(RecurrentSpace space) {
    Map<String, String> said = decisions();
    Map<String, String> values = new LinkedHashMap<>();
    List<String> unsaid = new ArrayList<>();
    for (Decision decision : space.decisions()) {
      String value = said.get(decision.name());
      if (value != null) {
        values.put(decision.name(), value);
      } else if (!decision.name().startsWith("dag.")) {
        unsaid.add(decision.name());
      }
    }
    if (!unsaid.isEmpty()) {
      throw new IllegalArgumentException(
          "space %s leaves %s open, which a genotype does not say; fix it in the space"
              .formatted(space.name(), String.join(", ", unsaid)));
    }
    Architecture architecture;
    try {
      architecture = space.check(Architecture.of(values));
    } catch (IllegalArgumentException cause) {
      throw new IllegalArgumentException(
          "genotype %s is not in space %s: %s".formatted(text(), space.name(), cause.getMessage()),
          cause);
    }
    RecurrentGenotype back = of(space, architecture);
    if (!back.equals(this)) {
      throw new IllegalArgumentException(
          "genotype %s is not in space %s, which would make it %s"
              .formatted(text(), space.name(), back.text()));
    }
    return architecture;
  }

  /** What the genotype says, in the words of the space. */
  private Map<String, String> decisions() {
    Map<String, String> said = new LinkedHashMap<>();
    said.put(RecurrentSpaceSpec.CELL.key(), DagCell.NAME);
    said.put(RecurrentSpaceSpec.ENTRY.key(), DagRecurrent.Function.TANH.id());
    said.put(RecurrentSpaceSpec.NODES.key(), Integer.toString(nodes.size()));
    said.put(
        RecurrentSpaceSpec.MERGE.key(), merge == DagRecurrent.Merge.MEAN ? "mean" : "loose_ends");
    for (int i = 0; i < nodes.size(); i++) {
      said.put(DagCell.input(i + 1), Integer.toString(nodes.get(i).input()));
      said.put(DagCell.activation(i + 1), nodes.get(i).activation().id());
    }
    return said;
  }

  /**
   * The cell of an architecture.
   *
   * @throws IllegalArgumentException if the architecture is not of the space, has another cell, or
   *     one whose entry is not tanh, which a genotype cannot say
   */
  public static RecurrentGenotype of(RecurrentSpace space, Architecture architecture) {
    DagCell cell = space.dagCell(architecture);
    if (cell.entry() != DagRecurrent.Function.TANH) {
      throw new IllegalArgumentException(
          "entry of %s (%s) must be tanh: a genotype cannot say another"
              .formatted(architecture, cell.entry().id()));
    }
    return new RecurrentGenotype(cell.nodes(), cell.merge());
  }
}
