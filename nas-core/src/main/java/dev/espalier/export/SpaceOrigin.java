package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The search space that an architecture was found in.
 *
 * @param name for people
 * @param hash SHA-256, in hex, of all that decides which networks the space holds
 * @param spec the space as its own module writes it, so that it can be searched again; JSON null if
 *     it was built by a program
 */
public record SpaceOrigin(String name, String hash, JsonNode spec) {
  public SpaceOrigin {
    spec = OpaqueJson.copy("spec", spec);
  }
}
