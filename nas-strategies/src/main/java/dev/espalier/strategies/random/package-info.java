/**
 * Random search, the baseline that every other strategy has to beat: it draws architectures from
 * the space and learns nothing. Where few decisions matter it covers each of them better than a
 * grid of the same cost (Bergstra and Bengio, <i>Random Search for Hyper-Parameter
 * Optimization</i>, JMLR 13, 2012, section 1), and on published cell spaces it is hard to beat by
 * much (Li and Talwalkar, <i>Random Search and Reproducibility for Neural Architecture Search</i>,
 * UAI 2019). Li and Talwalkar also draw with shared weights; sharing is a matter of the evaluator
 * here.
 *
 * <pre>{@code
 * SearchStrategy strategy = new RandomSearch(problem);
 * Optional<Proposal> proposal = strategy.ask(new Turn(0, Seeds.generator(42, "ask", 0)));
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.random;

import org.jspecify.annotations.NullMarked;
