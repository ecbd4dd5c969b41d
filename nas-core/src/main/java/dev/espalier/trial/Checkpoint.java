package dev.espalier.trial;

/**
 * Where something is kept that is too large for a row: what a paused trial goes on from, or what it
 * adds to shared weights.
 *
 * @param name unique in its study, such as {@code trial-12}
 * @param sha256 of the content, in hex
 */
public record Checkpoint(String name, String sha256) {}
