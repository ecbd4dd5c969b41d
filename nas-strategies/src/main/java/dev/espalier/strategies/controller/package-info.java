/**
 * A controller that learns by reinforcement which architectures to draw: a policy over the
 * decisions of a space, trained by policy gradients on how the drawn architectures score.
 *
 * <p>Papers: Zoph and Le, <i>Neural Architecture Search with Reinforcement Learning</i>, ICLR 2017;
 * Pham et al., <i>Efficient Neural Architecture Search via Parameter Sharing</i>, ICML 2018 (the
 * LSTM over decisions); Williams, <i>Simple Statistical Gradient-Following Algorithms</i>, Machine
 * Learning 8, 1992 (REINFORCE); Schulman et al., <i>Proximal Policy Optimization Algorithms</i>,
 * 2017; Tan et al., <i>MnasNet</i>, CVPR 2019 (reward of accuracy and cost).
 *
 * <pre>{@code
 * SearchStrategy strategy = Strategies.create("reinforce", problem, Map.of("policy", "lstm"));
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.controller;

import org.jspecify.annotations.NullMarked;
