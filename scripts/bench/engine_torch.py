#!/usr/bin/env python3
"""Measures PyTorch on one network and prints one line of CSV, as dev.espalier.bench.EngineBench does.

    engine_torch.py ENGINE NETWORK MODE THREADS BATCH SECONDS
        prints NETWORK,ENGINE,MODE,THREADS,BATCH,EXAMPLES_PER_SECOND
    engine_torch.py NETWORK
        prints NETWORK,PARAMETERS

ENGINE is pytorch, of pictures pytorch-nchw or pytorch-channels-last, MODE is train, infer or pair: two
trainings in two processes, whose speeds are added. The networks are those of
dev.espalier.bench.BenchNets, layer by layer. PyTorch's LSTM has two biases where one is enough; the
second is not counted.
"""
import multiprocessing
import sys
import time

import torch
from torch import nn
from torch.nn import functional

CLASSES = 10
FEWEST_STEPS = 2
FORMATS = {
    "pytorch": torch.contiguous_format,
    "pytorch-nchw": torch.contiguous_format,
    "pytorch-channels-last": torch.channels_last,
}


def conv(inputs, outputs, kernel, stride=1, dilation=1, groups=1):
    padding = dilation * (kernel // 2)
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, groups, bias=False)


def relu_conv_norm(inputs, outputs, kernel, stride=1):
    return nn.Sequential(nn.ReLU(), conv(inputs, outputs, kernel, stride), nn.BatchNorm2d(outputs))


def separable(channels, dilation=1):
    return nn.Sequential(
        nn.ReLU(),
        conv(channels, channels, 3, dilation=dilation, groups=channels),
        conv(channels, channels, 1),
        nn.BatchNorm2d(channels),
    )


CELL_OPS = {
    "skip": lambda channels: nn.Identity(),
    "conv_1x1": lambda channels: relu_conv_norm(channels, channels, 1),
    "conv_3x3": lambda channels: relu_conv_norm(channels, channels, 3),
    "avg_pool_3x3": lambda channels: nn.AvgPool2d(3, 1, 1, count_include_pad=False),
    "separable_3x3": lambda channels: nn.Sequential(separable(channels), separable(channels)),
    "dilated_3x3": lambda channels: separable(channels, dilation=2),
}


class Cell(nn.Module):
    """Six operations, on the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3."""

    def __init__(self, channels, ops):
        super().__init__()
        self.ops = nn.ModuleList(CELL_OPS[op](channels) for op in ops)

    def forward(self, zero):
        one = self.ops[0](zero)
        two = self.ops[1](zero) + self.ops[2](one)
        return self.ops[3](zero) + self.ops[4](one) + self.ops[5](two)


class Reduction(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.deep = nn.Sequential(
            relu_conv_norm(inputs, outputs, 3, 2), relu_conv_norm(outputs, outputs, 3)
        )
        self.short = nn.Sequential(nn.AvgPool2d(2, 2), conv(inputs, outputs, 1))

    def forward(self, x):
        return self.deep(x) + self.short(x)


def classify(channels):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES)]


def cell_net(*ops):
    channels = 16
    layers = [conv(1, channels, 3), nn.BatchNorm2d(channels), Cell(channels, ops)]
    for _ in range(2):
        layers += [Reduction(channels, 2 * channels), Cell(2 * channels, ops)]
        channels *= 2
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), nn.ReLU(), *classify(channels))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(channels, squeezed, 1),
            nn.ReLU(),
            nn.Conv2d(squeezed, channels, 1),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return x * self.gate(x)


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        expanded = 3 * inputs
        self.residual = stride == 1 and inputs == outputs
        self.body = nn.Sequential(
            conv(inputs, expanded, 1),
            nn.BatchNorm2d(expanded),
            nn.ReLU6(),
            conv(expanded, expanded, 5, stride, groups=expanded),
            nn.BatchNorm2d(expanded),
            nn.ReLU6(),
            SqueezeExcite(expanded, expanded // 4),
            conv(expanded, outputs, 1),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, x):
        return self.body(x) + x if self.residual else self.body(x)


def mbconv_net():
    channels, head = 16, 96
    layers = [conv(1, channels, 3), nn.BatchNorm2d(channels), nn.ReLU6()]
    for outputs in (16, 16, 24, 24, 40, 40):
        layers.append(InvertedResidual(channels, outputs, 1 if outputs == channels else 2))
        channels = outputs
    layers += [conv(channels, head, 1), nn.BatchNorm2d(head), nn.ReLU6()]
    return nn.Sequential(*layers, *classify(head))


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            conv(inputs, outputs, 3, stride),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            conv(outputs, outputs, 3),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = (
            nn.Identity()
            if inputs == outputs
            else nn.Sequential(conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))
        )
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.body(x) + self.shortcut(x))


def resnet18():
    channels = 16
    layers = [conv(3, channels, 3), nn.BatchNorm2d(channels), nn.ReLU()]
    for outputs in (16, 16, 32, 32, 64, 64, 128, 128):
        layers.append(BasicBlock(channels, outputs, 1 if outputs == channels else 2))
        channels = outputs
    return nn.Sequential(*layers, *classify(channels))


class Recurrent(nn.Module):
    """Two layers of 64 units; classes from the last step."""

    def __init__(self, kind):
        super().__init__()
        self.layers = kind(28, 64, 2, batch_first=True)
        self.out = nn.Linear(64, CLASSES)

    def forward(self, x):
        return self.out(self.layers(x)[0][:, -1])


class Encoder(nn.Module):
    """Blocks as of Vaswani et al. (2017), PyTorch's own, with its fast path at inference."""

    def __init__(self, blocks, width):
        super().__init__()
        self.embed = nn.Linear(16, width)
        layer = nn.TransformerEncoderLayer(width, 4, 4 * width, dropout=0.0, batch_first=True)
        self.blocks = nn.TransformerEncoder(layer, blocks, enable_nested_tensor=False)
        self.out = nn.Linear(width, CLASSES)

    def forward(self, x):
        return self.out(self.blocks(self.embed(x)).mean(1))


class DagCell(nn.Module):
    """A searched cell of 8 nodes and 64 units, as in the code of DARTS."""

    READS = 0, 1, 1, 2, 3, 2, 5, 6
    ACTIVATIONS = torch.tanh, torch.relu, torch.sigmoid, lambda x: x

    def __init__(self, features=16, units=64):
        super().__init__()
        self.units = units

        def weights(inputs):
            return nn.Parameter(nn.init.xavier_normal_(torch.empty(inputs, 2 * units)))

        self.input = weights(features)
        self.state = weights(units)
        self.nodes = nn.ParameterList(weights(units) for _ in self.READS)
        self.out = nn.Linear(units, CLASSES)

    @staticmethod
    def update(before, product, activation):
        gate, fresh = product.chunk(2, dim=1)
        return before + torch.sigmoid(gate) * (activation(fresh) - before)

    def forward(self, x):
        products = x @ self.input
        h = x.new_zeros(x.shape[0], self.units)
        for step in range(x.shape[1]):
            states = [self.update(h, products[:, step] + h @ self.state, torch.tanh)]
            for node, (reads, weights) in enumerate(zip(self.READS, self.nodes)):
                before = states[reads]
                activation = self.ACTIVATIONS[node % len(self.ACTIVATIONS)]
                states.append(self.update(before, before @ weights, activation))
            h = torch.stack(states[1:]).mean(0)
        return self.out(h)


class Characters(nn.Module):
    """A language model with a loss at each step; puts out [batch, characters, steps]."""

    SIZE = 65

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(self.SIZE, 64)
        self.layer = nn.LSTM(64, 128, batch_first=True)
        self.out = nn.Linear(128, self.SIZE)

    def forward(self, x):
        return self.out(self.layer(self.embed(x))[0]).transpose(1, 2)


def size(net):
    return sum(p.numel() for module in net.modules() for p in own(module))


def own(module):
    doubled = isinstance(module, nn.LSTM)
    parameters = module.named_parameters(recurse=False)
    return [p for name, p in parameters if not (doubled and name.startswith("bias_hh"))]


SERIES = {"lstm": (28, 28), "gru": (28, 28), "encoder2x64": (32, 16), "encoder4x128": (128, 16), "dagcell": (35, 16)}


def data(network, batch, layout):
    if network == "charlstm":
        return [torch.randint(0, Characters.SIZE, (batch, 64)) for _ in range(2)]
    labels = torch.arange(batch) % CLASSES
    if network in SERIES:
        return torch.rand(batch, *SERIES[network]), labels
    shape = (3, 32, 32) if network == "resnet18" else (1, 28, 28)
    return torch.rand(batch, *shape).to(memory_format=layout), labels


NETS = {
    "lstm": lambda: Recurrent(nn.LSTM),
    "gru": lambda: Recurrent(nn.GRU),
    "encoder2x64": lambda: Encoder(2, 64),
    "encoder4x128": lambda: Encoder(4, 128),
    "dagcell": DagCell,
    "charlstm": Characters,
    "nb201": lambda: cell_net("conv_3x3", "skip", "conv_1x1", "conv_3x3", "avg_pool_3x3", "skip"),
    "sepdil": lambda: cell_net(
        "separable_3x3", "skip", "dilated_3x3", "separable_3x3", "avg_pool_3x3", "skip"
    ),
    "mbconv": mbconv_net,
    "resnet18": resnet18,
}


def training(net, features, labels):
    optimizer = torch.optim.SGD(net.parameters(), 0.05, momentum=0.9, nesterov=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(net(features), labels).backward()
        optimizer.step()

    return step


def inference(net, features):
    net.eval()

    def step():
        with torch.no_grad():
            functional.softmax(net(features), dim=1)

    return step


def steps_per_second(step, seconds):
    start = time.perf_counter()
    elapsed, steps = 0.0, 0
    while steps < FEWEST_STEPS or elapsed < seconds:
        step()
        steps += 1
        elapsed = time.perf_counter() - start
    return steps / elapsed


def measure(engine, network, mode, threads, batch, seconds, seed=1, barrier=None, speeds=None):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    layout = FORMATS[engine]
    net = NETS[network]().to(memory_format=layout)
    features, labels = data(network, batch, layout)
    step = inference(net, features) if mode == "infer" else training(net, features, labels)
    steps_per_second(step, seconds / 2)
    if barrier:
        barrier.wait()
    speed = batch * steps_per_second(step, seconds)
    if speeds:
        speeds.put(speed)
    return speed


def measure_pair(*run):
    spawn = multiprocessing.get_context("spawn")
    barrier, speeds = spawn.Barrier(2), spawn.Queue()
    processes = [
        spawn.Process(target=measure, args=(*run, seed, barrier, speeds)) for seed in (1, 2)
    ]
    for process in processes:
        process.start()
    speed = sum(speeds.get() for _ in processes)
    for process in processes:
        process.join()
    return speed


def main(arguments):
    if len(arguments) == 1:
        network = arguments[0]
        print(f"{network},{size(NETS[network]())}")
        return
    engine, network, mode, threads, batch, seconds = arguments
    run = engine, network, mode, int(threads), int(batch), float(seconds)
    speed = measure_pair(*run) if mode == "pair" else measure(*run)
    print(f"{network},{engine},{mode},{threads},{batch},{speed:.1f}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 7):
        sys.exit(__doc__)
    main(sys.argv[1:])
