/**
 * The cell space: a network is a stem, a row of small repeated graphs (cells), and a head; the
 * search chooses what each cell computes, how often it repeats, and how wide it is.
 *
 * <p>A {@link dev.espalier.spaces.cell.CellSpaceSpec} says what is open, in Java or in YAML, with
 * the same hash for the same space. A {@link dev.espalier.spaces.cell.CellSpace} draws
 * architectures from it and expands them to networks.
 *
 * <pre>{@code
 * CellSpaceSpec spec =
 *     CellSpaceSpec.named("tiny-cells")
 *         .decision("channels", Domain.choice("8", "16"))
 *         .stem("conv_bn_relu_3x3")
 *         .cell("normal", cell -> cell.nodes(1, 3).ops("skip", "conv_3x3", "max_pool_3x3"))
 *         .cell("reduce", cell -> cell.like("normal").stride(2))
 *         .stage("normal", 1, 2)
 *         .stage("reduce")
 *         .stage("normal")
 *         .head("global_avg_pool")
 *         .build();
 * CellSpace space = CellSpace.of(spec.bind(new Shape.Image(1, 8, 8), 10));
 * Network network = space.expand(space.sample(random));
 * }</pre>
 *
 * <p>In the words of the papers: a cell is a directed acyclic graph whose nodes are sums of
 * operations on earlier nodes (Zoph et al. 2018, "Learning Transferable Architectures"; Liu et al.
 * 2019, "DARTS"); normal cells keep the size of the image and reduction cells, those of stride 2,
 * halve it and widen the channels. All cells of one name share their decisions.
 */
@NullMarked
package dev.espalier.spaces.cell;

import org.jspecify.annotations.NullMarked;
