package dev.espalier.spaces.cell;

/**
 * Cells in a row.
 *
 * @param cell name of the cell
 * @param repeat how many of it
 */
public record Stage(String cell, Setting repeat) {}
