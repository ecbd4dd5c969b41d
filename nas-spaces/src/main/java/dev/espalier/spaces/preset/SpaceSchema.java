package dev.espalier.spaces.preset;

import dev.espalier.config.JsonSchema;
import dev.espalier.spaces.cell.CellSchema;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec;
import dev.espalier.spaces.spec.SpecSchema;
import dev.espalier.spaces.transformer.TransformerSpaceSpec;
import java.util.Map;

/**
 * The JSON Schema of space files, for editors: what keys there are, and what they may hold. What
 * depends on several keys, {@link SpaceFiles} alone checks.
 */
public final class SpaceSchema {
  private SpaceSchema() {}

  /** Of files that may name these operations. */
  public static Map<String, Object> of(OperationRegistry operations) {
    return JsonSchema.anyOf(
        CellSchema.of(operations),
        SpecSchema.family(RecurrentSpaceSpec.FAMILY, RecurrentSpaceSpec.OPTIONS),
        SpecSchema.family(TransformerSpaceSpec.FAMILY, TransformerSpaceSpec.OPTIONS));
  }
}
