package dev.espalier.spaces.cell;

import java.util.Optional;

/**
 * Cells in a row.
 *
 * @param cell name of the cell
 * @param repeat how many of it
 * @param channels width of these cells; where empty that of the cells before, which each reduction
 *     multiplies
 */
public record Stage(String cell, Setting repeat, Optional<Setting> channels) {}
