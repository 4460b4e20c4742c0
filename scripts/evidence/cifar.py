"""The CIFAR-10 comparison of docs/evidence.md in plain PyTorch, to be held against `npm run train`.

    python3 scripts/evidence/cifar.py path/to/cifar10 --seeds 1 2 3      (PyTorch 1.13 or newer; prints a line per run)

ResNet-8 of width 8 (zero-padded shortcuts; --depth 20 for ResNet-20), He initialization, batches of 128, momentum 0.9, weight decay 5e-4, 0.1 with a
cosine per epoch, crop with padding 4 and mirror once per step, statistics of batch norm from the clean pass only. Written
with torch's own layers and autograd; draws its own random numbers, so that only means over seeds can be compared. With
--weights it starts from those that scripts/evidence/firstWeights.mjs wrote; --first prints the loss of the first mini-batch alone.
"""

import argparse
import math
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

MEAN = torch.tensor([0.4914, 0.4822, 0.4465]).view(1, 3, 1, 1)
STD = torch.tensor([0.2023, 0.1994, 0.2010]).view(1, 3, 1, 1)
TRAIN = 4545  # what val=.1 leaves of 5,000 samples
BATCH, RATE, DECAY, MOMENTUM = 128, 0.1, 5e-4, 0.9
FLOOR = 1e-12


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.stride, self.more = stride, outputs - inputs
        self.before = self.more // 2  # channels of zeros in front of the shortcut's; the others come behind

    def forward(self, x):
        y = self.norm2(self.second(F.relu(self.norm1(self.first(x)))))
        past = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.before, self.more - self.before))
        return F.relu(y + past)


def resnet(depth, width):
    blocks, inputs = [], width
    for stage in range(3):
        for block in range((depth - 2) // 6):
            outputs = width * 2**stage
            blocks.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
            inputs = outputs
    net = nn.Sequential(
        nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
        *blocks,
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10),
    )
    for layer in net.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return net


@torch.no_grad()
def start_from(net, path):
    """Takes over Basin's first weights; its shortcuts have all new channels behind."""
    flat = torch.from_numpy(np.fromfile(path, dtype=np.float32))
    if len(flat) != sum(w.numel() for w in net.parameters()):
        raise SystemExit(f'{path} has {len(flat)} numbers, which this network has not: write it with the same --depth.')
    for w, values in zip(net.parameters(), flat.split([w.numel() for w in net.parameters()])):
        backwards = {4: (3, 2, 0, 1), 2: (1, 0), 1: (0,)}[w.ndim]  # to [out, in, height, width] and [out, in]
        w.copy_(values.reshape([*w.shape[2:], *w.shape[:2][::-1]]).permute(backwards))
    for layer in net.modules():
        if isinstance(layer, Block):
            layer.before = 0


def read(path):
    records = np.frombuffer(path.read_bytes(), dtype=np.uint8).reshape(-1, 3073)
    return torch.tensor(records[:, 1:].reshape(-1, 3, 32, 32).copy()), torch.tensor(records[:, 0].astype(np.int64))


def normalized(pixels):
    return (pixels.float() / 255 - MEAN) / STD


def augmented(pixels):
    padded = F.pad(pixels, (4, 4, 4, 4))
    rows = []
    for image in padded:
        top, left = torch.randint(0, 9, (2,)).tolist()
        crop = image[:, top : top + 32, left : left + 32]
        rows.append(crop.flip(2) if torch.rand(()) < 0.5 else crop)
    return torch.stack(rows)


def tensors_of(net):
    return list(net.parameters())


def norm_of(values):
    return torch.sqrt(sum((value * value).sum() for value in values))


def gradient(net, loss):
    values = torch.autograd.grad(loss, tensors_of(net))
    return [value.detach() for value in values]


def set_statistics(net, moves):
    for layer in net.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = 0.1 if moves else 0.0


def bisam_log(logits, labels, mu=1.0, gamma=math.log(math.e - 1)):
    margins = logits - logits.gather(1, labels[:, None])
    bound = 1 - F.softplus(gamma - margins)
    return (torch.logsumexp(mu * bound, 1) / mu).mean()


def adversary(net, climb, asam):
    """ε/ρ: the direction of the climb."""
    if not asam:
        length = norm_of(climb) + FLOOR
        return [value / length for value in climb]
    scale = [w.detach().abs() + 0.01 if 'weight' in name else torch.ones_like(w) for name, w in net.named_parameters()]
    relative = [t * g for t, g in zip(scale, climb)]
    length = norm_of(relative) + FLOOR
    return [t * r / length for t, r in zip(scale, relative)]


@torch.no_grad()
def moved(net, direction, rho):
    saved = [w.detach().clone() for w in tensors_of(net)]
    for w, d in zip(tensors_of(net), direction):
        w.add_(d, alpha=rho)
    return saved


@torch.no_grad()
def put_back(net, saved):
    for w, before in zip(tensors_of(net), saved):
        w.copy_(before)


class Gate:
    """AE-SAM: climbs where the squared norm is unusually large."""

    def __init__(self, steps):
        self.mean, self.variance, self.steps = 0.0, math.exp(-10), steps

    def opens(self, step, square):
        self.mean = 0.9 * self.mean + 0.1 * square
        self.variance = 0.9 * self.variance + 0.1 * (square - self.mean) ** 2
        threshold = (step / self.steps) * -1 + (1 - step / self.steps) * 1
        return square >= self.mean + threshold * math.sqrt(self.variance)


class Radius:
    """LETS: ln ρ by Adam on the squared generalization gap."""

    def __init__(self, rho, rate=0.01, decay=0.99):
        self.nu, self.first, self.second, self.count, self.rate, self.decay = math.log(rho), 0.0, 0.0, 0, rate, decay

    def learn(self, slope, epoch):
        self.count += 1
        self.first = 0.9 * self.first + 0.1 * slope
        self.second = 0.999 * self.second + 0.001 * slope**2
        step = self.rate * self.decay**epoch / (1 - 0.9**self.count)
        self.nu -= step * self.first / (math.sqrt(self.second / (1 - 0.999**self.count)) + 1e-8)


def started(seed, depth, weights):
    torch.manual_seed(seed)
    net = resnet(depth, 8)
    if weights:
        start_from(net, weights / f'{seed}.f32')
    return net


def first_loss(net, pixels, labels):
    order = torch.randperm(TRAIN)[:BATCH]
    return float(F.cross_entropy(net(normalized(augmented(pixels[order]))), labels[order]))


def train(method, pixels, labels, seed, epochs, depth, weights):
    net = started(seed, depth, weights)
    optimizer = torch.optim.SGD(net.parameters(), RATE, MOMENTUM, weight_decay=DECAY)
    per_epoch = TRAIN // BATCH
    gate, radius = Gate(epochs * per_epoch), Radius(0.05)
    climbed = 0
    net.train()
    for epoch in range(epochs):
        rate = RATE * (1 + math.cos(math.pi * epoch / epochs)) / 2
        optimizer.param_groups[0]['lr'] = rate
        order = torch.randperm(TRAIN)
        for step in range(per_epoch):
            rows = order[step * BATCH : (step + 1) * BATCH]
            x, y = normalized(augmented(pixels[rows])), labels[rows]
            set_statistics(net, True)
            logits = net(x)
            set_statistics(net, False)
            loss = F.cross_entropy(logits, y)
            climbs = method != 'SGD'
            if method == 'AE-SAM':
                clean = gradient(net, loss)
                climbs = gate.opens(epoch * per_epoch + step, float(norm_of(clean) ** 2))
            elif method == 'BiSAM (-log)':
                clean = gradient(net, bisam_log(logits, y))
            else:
                clean = gradient(net, loss)
            update = clean
            if climbs:
                climbed += 1
                rho = {'ASAM': 0.5, 'LETS-SAM': math.exp(radius.nu)}.get(method, 0.05)
                direction = adversary(net, clean, method == 'ASAM')
                saved = moved(net, direction, rho)
                update = gradient(net, F.cross_entropy(net(x), y))
                put_back(net, saved)
            for w, value in zip(tensors_of(net), update):
                w.grad = value.clone()
            optimizer.step()
            if method == 'LETS-SAM':
                chosen = torch.randint(0, TRAIN, (BATCH,))
                upper = F.cross_entropy(net(normalized(augmented(pixels[chosen]))), labels[chosen])
                lower = F.cross_entropy(net(x), y)
                gap = float(upper - lower)
                slope = gradient(net, upper - lower)
                drift = sum((s * u * u * d).sum() for s, u, d in zip(slope, update, direction))
                radius.learn(math.exp(radius.nu) * -rate * gap * float(drift), epoch)
    return net, climbed / (epochs * per_epoch), math.exp(radius.nu)


@torch.no_grad()
def accuracy(net, pixels, labels):
    net.eval()
    return 100 * float((net(normalized(pixels)).argmax(1) == labels).float().mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--seeds', type=int, nargs='+', default=[1, 2, 3])
    parser.add_argument('--methods', nargs='+', default=['SGD', 'SAM', 'ASAM', 'BiSAM (-log)', 'LETS-SAM', 'AE-SAM'])
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--depth', type=int, choices=[8, 20], default=8)
    parser.add_argument('--weights', type=pathlib.Path)
    parser.add_argument('--first', action='store_true')
    given = parser.parse_args()
    torch.set_num_threads(1)
    pool, labels = read(given.folder / 'data_batch_1.bin')
    test = read(given.folder / 'test_batch.bin')
    losses = []
    for seed in given.seeds:
        rows = torch.from_numpy(np.random.default_rng(seed).permutation(len(pool))[:TRAIN])
        if given.first:
            losses.append(first_loss(started(seed, given.depth, given.weights), pool[rows], labels[rows]))
            continue
        for method in given.methods:
            net, share, rho = train(method, pool[rows], labels[rows], seed, given.epochs, given.depth, given.weights)
            kept = accuracy(net, pool[rows][:2000], labels[rows][:2000])
            extra = f', climbed on {100 * share:.0f} %' if method == 'AE-SAM' else f', rho ends at {rho:.4f}' if method == 'LETS-SAM' else ''
            print(f'{method:<14} seed {seed}  test {accuracy(net, *test):.1f} %  train {kept:.1f} %{extra}', flush=True)
    if losses:
        spread = np.std(losses, ddof=1) if len(losses) > 1 else 0
        print(f'first loss {np.mean(losses):.2f} ± {spread:.2f}, {min(losses):.2f} to {max(losses):.2f} over {len(losses)} seeds')


if __name__ == '__main__':
    main()
