# Twenty nets in PyTorch, exported by both of its exporters in opsets 11 to 21, with what they
# compute, and what they compute after three steps of SGD.
import json
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

warnings.filterwarnings("ignore")
# it warns of every operator of torchvision, which is not installed
logging.getLogger("torch.onnx").setLevel(logging.ERROR)
torch.manual_seed(1)
folder = Path(sys.argv[1])


def conv(i, o, k=3, **options):
    return nn.Sequential(
        nn.Conv2d(i, o, k, padding=k // 2, bias=False, **options), nn.BatchNorm2d(o), nn.ReLU()
    )


class Net(nn.Module):
    """The parts of a net, and how they follow each other."""

    def __init__(self, forward, **parts):
        super().__init__()
        self.parts = nn.ModuleDict(parts)
        self.steps = forward

    def forward(self, *xs):
        return self.steps(self.parts, *xs)


class Residual(nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body, self.shortcut = body, shortcut or nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


class Excite(nn.Module):
    def __init__(self, c, r):
        super().__init__()
        self.down, self.up = nn.Conv2d(c, r, 1), nn.Conv2d(r, c, 1)

    def forward(self, x):
        s = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.up(F.silu(self.down(s))))


class Branches(nn.Module):
    def __init__(self, *arms):
        super().__init__()
        self.arms = nn.ModuleList(arms)

    def forward(self, x):
        return torch.cat([arm(x) for arm in self.arms], 1)


class Dense(nn.Module):
    def __init__(self, c, growth):
        super().__init__()
        self.body = nn.Sequential(nn.BatchNorm2d(c), nn.ReLU(), nn.Conv2d(c, growth, 3, padding=1))

    def forward(self, x):
        return torch.cat([x, self.body(x)], 1)


class Shuffle(nn.Module):
    def forward(self, x):
        n, c, h, w = x.shape
        return x.reshape(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)


class Scaled(nn.Module):
    """A block of ConvNeXt."""

    def __init__(self, c):
        super().__init__()
        self.spread = nn.Conv2d(c, c, 7, padding=3, groups=c)
        self.norm = nn.LayerNorm(c, eps=1e-6)
        self.up, self.down = nn.Linear(c, 2 * c), nn.Linear(2 * c, c)
        self.gamma = nn.Parameter(torch.full((c,), 0.5))

    def forward(self, x):
        y = self.norm(self.spread(x).permute(0, 2, 3, 1))
        y = self.gamma * self.down(F.gelu(self.up(y)))
        return x + y.permute(0, 3, 1, 2)


def head(c, size=1):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c * size, 3))


def unet(p, x):
    a = p["a"](x)
    b = p["b"](F.max_pool2d(a, 2))
    c = p["up"](b)
    d = F.interpolate(b, scale_factor=2, mode="bilinear", align_corners=False)
    return p["end"](torch.cat([a, c, d], 1))


S = nn.Sequential
IMAGE = (3, 8, 8)
nets = {
    "plain": (S(conv(3, 8), nn.MaxPool2d(2), conv(8, 8), nn.Flatten(), nn.Linear(128, 3)), [IMAGE]),
    "lenet": (
        S(
            *[nn.Conv2d(1, 4, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(4, 6, 3)],
            *[nn.Tanh(), nn.Flatten(), nn.Linear(24, 10), nn.Tanh(), nn.Linear(10, 3)],
        ),
        [(1, 8, 8)],
    ),
    "residual": (
        S(conv(3, 8), Residual(S(conv(8, 8), nn.Conv2d(8, 8, 3, padding=1))), head(8)),
        [IMAGE],
    ),
    "bottleneck": (
        S(
            nn.Conv2d(3, 8, 7, stride=2, padding=3, bias=False),
            *[nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1)],
            Residual(
                S(conv(8, 4, 1), conv(4, 4, stride=2), nn.Conv2d(4, 16, 1), nn.BatchNorm2d(16)),
                S(nn.Conv2d(8, 16, 1, stride=2), nn.BatchNorm2d(16)),
            ),
            head(16),
        ),
        [(3, 16, 16)],
    ),
    "depthwise": (
        S(conv(3, 8, stride=2), conv(8, 8, groups=8), nn.Conv2d(8, 16, 1), nn.ReLU6(), head(16)),
        [IMAGE],
    ),
    "squeezeAndExcite": (S(conv(3, 8), Excite(8, 4), nn.Hardswish(), head(8)), [IMAGE]),
    "inception": (
        S(
            Branches(
                *[conv(3, 4, 1), S(conv(3, 4, 1), conv(4, 4)), S(conv(3, 2, 1), conv(2, 4, 5))],
                S(nn.MaxPool2d(3, 1, 1), conv(3, 4, 1)),
            ),
            head(16),
        ),
        [IMAGE],
    ),
    "dense": (S(nn.Conv2d(3, 4, 3, padding=1), Dense(4, 4), Dense(8, 4), head(12)), [IMAGE]),
    "unet": (
        Net(
            unet,
            a=conv(3, 4),
            b=conv(4, 8),
            up=nn.ConvTranspose2d(8, 4, 2, stride=2),
            end=nn.Conv2d(16, 2, 1),
        ),
        [IMAGE],
    ),
    "transposed": (
        S(
            nn.ConvTranspose2d(3, 4, 4, stride=2, padding=1),
            *[nn.LeakyReLU(0.2), nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1, output_padding=1)],
            *[nn.PReLU(4), nn.ConvTranspose2d(4, 2, 3, stride=2), nn.Sigmoid()],
        ),
        [(3, 4, 4)],
    ),
    "grouped": (S(conv(4, 8, groups=2), nn.GroupNorm(2, 8), nn.ELU(), head(8)), [(4, 8, 8)]),
    "shuffled": (
        S(conv(4, 8, 1, groups=2), Shuffle(), conv(8, 8, groups=8), Shuffle(), head(8)),
        [(4, 8, 8)],
    ),
    "globalPools": (
        Net(
            lambda p, x: p["end"](torch.cat([p["a"](x).mean((2, 3)), p["a"](x).amax((2, 3))], 1)),
            a=nn.Conv2d(3, 4, 3, stride=2, padding=1),
            end=nn.Linear(8, 3),
        ),
        [IMAGE],
    ),
    "dilated": (
        S(
            nn.Conv2d(3, 8, 3, padding=2, dilation=2),
            *[nn.SELU(), nn.Conv2d(8, 8, 3, padding=1, dilation=2), nn.Softsign()],
            head(8),
        ),
        [(3, 12, 12)],
    ),
    "severalInputs": (
        Net(
            lambda p, x, y: p["end"](torch.cat([p["a"](x).flatten(1), torch.relu(p["b"](y))], 1)),
            a=nn.Conv2d(3, 2, 3, stride=2),
            b=nn.Linear(5, 4),
            end=nn.Linear(22, 3),
        ),
        [IMAGE, (5,)],
    ),
    "severalOutputs": (
        Net(
            lambda p, x: (p["head"](p["a"](x)), p["map"](p["a"](x))),
            a=conv(3, 8),
            head=head(8),
            map=nn.Conv2d(8, 2, 3, padding=1),
        ),
        [IMAGE],
    ),
    "scaled": (S(nn.Conv2d(3, 8, 2, stride=2), Scaled(8), head(8)), [IMAGE]),
    "instances": (
        S(nn.Conv2d(3, 8, 3, padding=1), nn.InstanceNorm2d(8, affine=True), nn.SiLU(), head(8)),
        [IMAGE],
    ),
    "preprocessed": (
        Net(
            lambda p, x: p["end"](((x / 255 - p["m"].b) / p["s"].b)[:, :, 1:7, 1:7].clamp(-2, 2)),
            end=S(nn.ZeroPad2d((1, 2, 0, 1)), nn.Conv2d(3, 4, 3), nn.Mish(), head(4)),
            m=nn.BatchNorm1d(1),
            s=nn.BatchNorm1d(1),
        ),
        [IMAGE],
    ),
    "sequence": (
        S(
            nn.Conv1d(3, 8, 3, padding=1),
            *[nn.BatchNorm1d(8), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 8, 3, stride=2, padding=1)],
            *[nn.Hardsigmoid(), nn.Flatten(), nn.Linear(16, 3), nn.Softmax(-1)],
        ),
        [(3, 8)],
    ),
}
for part, values in [("m", (0.4, 0.5, 0.6)), ("s", (0.2, 0.25, 0.3))]:
    nets["preprocessed"][0].parts[part] = nn.Module()
    nets["preprocessed"][0].parts[part].register_buffer("b", torch.tensor(values).view(3, 1, 1))


def batch(shapes):
    return [torch.randn(4, *shape) for shape in shapes]


def numbers(x):
    return {"shape": list(x.shape), "numbers": x.detach().flatten().tolist()}


def outputs(net, xs):
    ys = net(*xs)
    return list(ys) if isinstance(ys, tuple) else [ys]


def described(net, shapes):
    """What a net computes, and computes after three steps with momentum 0.9."""
    net.eval()
    xs, result = batch(shapes), {}
    result["inputs"] = [numbers(x) for x in xs]
    result["outputs"] = [numbers(y) for y in outputs(net, xs)]
    return xs, result


def trained(net, xs, targets):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = sum(F.mse_loss(y, t) for y, t in zip(outputs(net, xs), targets))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def export(net, xs, file, dynamo, opset):
    names = [f"in{i}" for i in range(len(xs))]
    if dynamo:
        n = torch.export.Dim("n")
        # without its optimizer, which folds what should train
        program = torch.onnx.export(
            net, tuple(xs), dynamo=True, optimize=False, verbose=False, input_names=names,
            opset_version=opset,
            dynamic_shapes=(tuple({0: n} for _ in xs),) if isinstance(net, Net)
            else tuple({0: n} for _ in xs),
        )
        program.save(file)
    else:
        torch.onnx.export(
            net, tuple(xs), file, dynamo=False, training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False, input_names=names, opset_version=opset,
            dynamic_axes={name: {0: "n"} for name in names},
        )


# what each exporter writes, in turn
opsets = {"script": range(11, 21), "dynamo": range(18, 22)}
results = {}
only = sys.argv[2:]
for place, (name, (net, shapes)) in enumerate(nets.items()):
    if only and name not in only:
        continue
    for part in net.modules():
        # statistics and factors that are not those of a new layer
        if isinstance(part, (nn.BatchNorm2d, nn.BatchNorm1d)):
            nn.init.uniform_(part.running_mean, -0.5, 0.5)
            nn.init.uniform_(part.running_var, 0.5, 1.5)
            nn.init.uniform_(part.weight, 0.5, 1.5)
            nn.init.uniform_(part.bias, -0.5, 0.5)
    xs, result = described(net, shapes)
    for exporter, known in opsets.items():
        opset = known[place % len(known)]
        try:
            export(net, xs, folder / f"{name}.{exporter}.onnx", exporter == "dynamo", opset)
        except Exception as e:
            print(f"{name}.{exporter}: {str(e)[:2000]}", file=sys.stderr)
    targets = [torch.randn(y.shape) for y in outputs(net, xs)]
    result["targets"] = [numbers(t) for t in targets]
    net.train()
    result["losses"] = trained(net, xs, targets)
    # PyTorch counts the variance of a batch differently, so moving statistics are not compared
    result["after"] = [numbers(y) for y in outputs(net, xs)]
    results[name] = result
(folder / "nets.json").write_text(json.dumps(results))
