"""The MNIST comparison of docs/evidence.md in plain PyTorch, to be held against `npm run train`.

    python3 scripts/evidence/mnist.py path/to/mnist --seeds 1 2 3      (PyTorch 1.13 or newer; prints a line per run)

A ReLU perceptron 784-128x5-10 with He initialization, SGD with momentum 0.9 at a constant rate of 1e-3, batches of 128, 20
epochs, on the same shares of the 10,000 images of MNIST's test files: 7,273 to train, 2,000 to test. Draws its own random
numbers, so that only means over seeds can be compared.
"""

import argparse
import gzip
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

TRAIN, TEST, BATCH, EPOCHS, RATE, RHO = 7273, 2000, 128, 20, 1e-3, 0.05


def read(path, header):
    return np.frombuffer(gzip.decompress(path.read_bytes()), dtype=np.uint8)[header:]


def perceptron():
    sizes = [784, 128, 128, 128, 128, 128, 10]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        dense = nn.Linear(inputs, outputs)
        nn.init.kaiming_normal_(dense.weight, nonlinearity='relu')
        nn.init.zeros_(dense.bias)
        layers += [dense, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def train(method, x, y, seed):
    torch.manual_seed(seed)
    net = perceptron()
    weights = list(net.parameters())
    optimizer = torch.optim.SGD(weights, RATE, 0.9)
    for _ in range(EPOCHS):
        order = torch.randperm(TRAIN)
        for step in range(TRAIN // BATCH):
            rows = order[step * BATCH : (step + 1) * BATCH]
            update = torch.autograd.grad(F.cross_entropy(net(x[rows]), y[rows]), weights)
            if method == 'SAM':
                length = torch.sqrt(sum((value * value).sum() for value in update)) + 1e-12
                saved = [w.detach().clone() for w in weights]
                with torch.no_grad():
                    for w, value in zip(weights, update):
                        w.add_(value / length, alpha=RHO)
                update = torch.autograd.grad(F.cross_entropy(net(x[rows]), y[rows]), weights)
                with torch.no_grad():
                    for w, before in zip(weights, saved):
                        w.copy_(before)
            for w, value in zip(weights, update):
                w.grad = value
            optimizer.step()
    return net


@torch.no_grad()
def accuracy(net, x, y):
    return 100 * float((net(x).argmax(1) == y).float().mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--seeds', type=int, nargs='+', default=[1, 2, 3])
    given = parser.parse_args()
    torch.set_num_threads(1)
    pixels = read(given.folder / 't10k-images-idx3-ubyte.gz', 16).reshape(-1, 784)
    labels = torch.tensor(read(given.folder / 't10k-labels-idx1-ubyte.gz', 8).astype(np.int64))
    images = torch.tensor((pixels / 255 - pixels.mean() / 255) / (pixels / 255).std(), dtype=torch.float32)
    for seed in given.seeds:
        order = torch.from_numpy(np.random.default_rng(seed).permutation(len(labels)))
        test, chosen = order[:TEST], order[TEST : TEST + TRAIN]
        for method in ['SGD', 'SAM']:
            net = train(method, images[chosen], labels[chosen], seed)
            scores = accuracy(net, images[test], labels[test]), accuracy(net, images[chosen][:2000], labels[chosen][:2000])
            print(f'{method:<4} seed {seed}  test {scores[0]:.2f} %  train {scores[1]:.2f} %', flush=True)


if __name__ == '__main__':
    main()
