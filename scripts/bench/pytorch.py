"""One step of SGD, SAM, ASAM and BiSAM (-log) in eager PyTorch, float32, TF32 off.

Reads {nets: [{name, label, batch}], device, seconds, repeats} as JSON from standard input and prints
{rows: [{net, batch, algorithm, adapter, repetitions: [ms per step]}]}. Repetitions take turns between the algorithms.

Sources: Foret et al. 2021, arXiv:2010.01412; Kwon et al. 2021, arXiv:2102.11600; Xie et al. 2024, arXiv:2407.12993.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional

LEARNING_RATE, MOMENTUM, RHO, FLOOR = 0.01, 0.9, 0.05, 1e-12
ASAM_RHO, ASAM_ETA = 0.5, 0.01
BISAM_MU, BISAM_GAMMA = 1.0, math.log(math.e - 1)


class Block(nn.Module):
    """Two 3x3 convolutions around a shortcut of option A, or B where it projects (He et al. 2015, arXiv:1512.03385)."""

    def __init__(self, channels, filters, stride, projects=False):
        super().__init__()
        self.stride, self.added = stride, filters - channels
        self.projection = None
        if projects and (stride > 1 or channels != filters):
            self.projection = nn.Sequential(nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))
        self.branch = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, 1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False),
            nn.BatchNorm2d(filters),
        )

    def forward(self, x):
        if self.projection is not None:
            past = self.projection(x)
        else:
            past = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.added))
        return functional.relu(self.branch(x) + past)


def resnet(stages, blocks, width, projects=False):
    layers = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    channels = width
    for stage in range(stages):
        for block in range(blocks):
            filters = width * 2**stage
            layers.append(Block(channels, filters, 2 if stage > 0 and block == 0 else 1, projects))
            channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)), (3, 32, 32), 10


def mlp(inputs, width, depth, classes):
    sizes = [inputs] + [width] * depth
    hidden = [layer for a, b in zip(sizes, sizes[1:]) for layer in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*hidden, nn.Linear(width, classes)), (inputs,), classes


NETS = {
    "tiny": lambda: mlp(2, 4, 1, 2),
    "mlp-small": lambda: mlp(2, 64, 2, 2),
    "mlp-mnist": lambda: mlp(784, 128, 5, 10),
    "resnet-8": lambda: resnet(3, 1, 16),
    "resnet-20": lambda: resnet(3, 3, 16),
    "resnet-18": lambda: resnet(4, 2, 64, projects=True),
}


def margin_objective(logits, labels):
    """BiSAM's soft bound with phi(x) = 1 - log(1 + exp(gamma - x)): mean of log-sum-exp of mu * phi of the margins / mu."""
    margins = logits - logits.gather(1, labels[:, None])
    return (torch.logsumexp(BISAM_MU * (1 - functional.softplus(BISAM_GAMMA - margins)), 1) / BISAM_MU).mean()


class Trainer:
    def __init__(self, net, algorithm, inputs, labels):
        self.net, self.algorithm, self.inputs, self.labels = net, algorithm, inputs, labels
        self.weights = list(net.parameters())
        self.optimizer = torch.optim.SGD(self.weights, lr=LEARNING_RATE, momentum=MOMENTUM)

    def gradient(self, objective):
        self.optimizer.zero_grad(set_to_none=True)
        objective(self.net(self.inputs), self.labels).backward()

    def step(self):
        if self.algorithm == "sgd":
            self.gradient(functional.cross_entropy)
            self.optimizer.step()
            return
        self.gradient(margin_objective if self.algorithm == "bisam-log" else functional.cross_entropy)
        with torch.no_grad():
            before = [weight.clone() for weight in self.weights]
            for weight, climb in zip(self.weights, self.perturbation()):
                weight.add_(climb)
        self.moving_statistics(False)
        self.gradient(functional.cross_entropy)
        self.moving_statistics(True)
        with torch.no_grad():
            for weight, old in zip(self.weights, before):
                weight.copy_(old)
        self.optimizer.step()

    def perturbation(self):
        gradients = [weight.grad for weight in self.weights]
        if self.algorithm != "asam":
            scale = RHO / (norm_of(gradients) + FLOOR)
            return [gradient * scale for gradient in gradients]
        # T = |w| + eta for kernels and batch-norm scales, 1 for the rest.
        operators = [
            weight.abs() + ASAM_ETA if name.endswith("weight") else torch.ones_like(weight) for name, weight in self.net.named_parameters()
        ]
        relative = [operator * gradient for operator, gradient in zip(operators, gradients)]
        scale = ASAM_RHO / (norm_of(relative) + FLOOR)
        return [operator * gradient * scale for operator, gradient in zip(operators, relative)]

    def moving_statistics(self, moves):
        """The second pass uses the batch's statistics too, but the running ones see every batch once."""
        for module in self.net.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = 0.1 if moves else 0.0


def norm_of(tensors):
    return torch.stack([tensor.norm() for tensor in tensors]).norm()


def block_ms(trainer, steps, device):
    synchronize(device)
    start = time.perf_counter()
    for _ in range(steps):
        trainer.step()
    synchronize(device)
    return 1000 * (time.perf_counter() - start) / steps


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def main():
    asked = json.load(sys.stdin)
    device = asked["device"]
    if device == "cuda" and not torch.cuda.is_available():
        sys.exit("this PyTorch finds no CUDA device")
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    adapter = torch.cuda.get_device_name() if device == "cuda" else f"{torch.get_num_threads()} threads"
    rows = []
    for net in asked["nets"]:
        if net["name"] not in NETS:
            continue
        trainers = {}
        for algorithm in ("sgd", "sam", "asam", "bisam-log"):
            torch.manual_seed(1)
            model, shape, classes = NETS[net["name"]]()
            inputs = torch.randn(net["batch"], *shape).to(device)
            labels = torch.randint(classes, (net["batch"],)).to(device)
            trainers[algorithm] = Trainer(model.to(device), algorithm, inputs, labels)
        steps = {}
        for algorithm, trainer in trainers.items():
            block_ms(trainer, 3, device)
            steps[algorithm] = max(1, min(500, round(1000 * asked["seconds"] / block_ms(trainer, 1, device))))
        times = {algorithm: [] for algorithm in trainers}
        for _ in range(asked["repeats"]):
            for algorithm, trainer in trainers.items():
                times[algorithm].append(block_ms(trainer, steps[algorithm], device))
        about = {"net": net["label"], "batch": net["batch"], "adapter": f"torch {torch.__version__}, {adapter}"}
        rows += [{**about, "algorithm": algorithm, "repetitions": values} for algorithm, values in times.items()]
    json.dump({"rows": rows}, sys.stdout)


main()
