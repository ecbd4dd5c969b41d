package dev.espalier.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.espalier.config.ConfigException;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.DagRecurrent.CellNode;
import dev.espalier.network.DagRecurrent.Function;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files with a recurrent layer whose cell is a graph. */
class DagRecurrentFileTest {
  private static final Path PATH = Path.of("cell.json");

  private static String text() {
    Network.Builder network = Network.builder(new Shape.Sequence(5, 7));
    network.add(
        "l0.rnn",
        new DagRecurrent(
            4,
            true,
            Function.SIGMOID,
            List.of(new CellNode(0, Function.IDENTITY), new CellNode(1, Function.RELU)),
            DagRecurrent.Merge.LOOSE_ENDS),
        0);
    return ArchitectureWriter.text(ArchitectureFile.builder(network.build()).build());
  }

  @Test
  void whatIsWrittenConformsAndReadsBack() throws IOException {
    try (InputStream stream =
        ArchitectureFile.class.getResourceAsStream("architecture-1.schema.json")) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(ArchitectureJson.MAPPER.readTree(stream));
      assertEquals(List.of(), schema.validate(Examples.json(text())));
    }
    assertEquals(text(), ArchitectureWriter.text(ArchitectureReader.read(PATH, text())));
  }

  @Test
  void aNodeThatReadsALaterOneIsNamed() {
    ConfigException error =
        assertThrows(
            ConfigException.class,
            () ->
                ArchitectureReader.read(
                    PATH, text().replaceFirst("\"input\" ?: ?1", "\"input\": 2")));
    assertTrue(
        error.toString().contains("node 2 reads state 2; must read one from 0 (the entry) to 1"),
        error::toString);
  }
}
