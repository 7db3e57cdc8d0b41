"""The nets of the benchmark in PyTorch, timed alone: the outside reference.

Reads { cells: [{ net, mode, batch }], seconds, device: 'cuda' | 'cpu', threads } from stdin and
writes { program, device, threads, measurements: [{ net, mode, batch, median, quartiles, runs }] }
to stdout, in milliseconds: the results of another program, as @layersmith/bench reads them. Eager mode, float32 throughout (no TF32), channels last; the features
are copied to the host, as `await data()` does. Padding is symmetric, where TensorFlow pads the end
first: the same sizes and the same work, but other numbers.
"""
import json
import sys
import time

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit('this Python has no PyTorch')


def conv(inputs, outputs, kernel=3, stride=1, groups=1, bias=False):
    return nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, groups=groups, bias=bias)


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 4), nn.ReLU(), nn.BatchNorm2d(6), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 4), nn.ReLU(), nn.BatchNorm2d(16), nn.MaxPool2d(2))


def vgg():
    layers, inputs = [], 3
    for i, filters in enumerate([32, 32, 64, 64, 128, 128]):
        layers += [conv(inputs, filters, bias=True), nn.BatchNorm2d(filters), nn.ReLU()]
        layers += [nn.MaxPool2d(2)] if i % 2 == 1 else []
        inputs = filters
    return nn.Sequential(*layers)


class Residual(nn.Module):
    def __init__(self, body, shortcut=None, after=None):
        super().__init__()
        self.body = body
        self.shortcut, self.after = shortcut or nn.Identity(), after or nn.Identity()

    def forward(self, x):
        return self.after(self.body(x) + self.shortcut(x))


def resnet20():
    def unit(inputs, filters):
        stride = 1 if inputs == filters else 2
        body = nn.Sequential(
            conv(inputs, filters, stride=stride), nn.BatchNorm2d(filters), nn.ReLU(),
            conv(filters, filters), nn.BatchNorm2d(filters))
        shortcut = None
        if stride == 2:
            shortcut = nn.Sequential(conv(inputs, filters, 1, 2), nn.BatchNorm2d(filters))
        return Residual(body, shortcut, nn.ReLU())

    widths = [16, 16, 16, 16, 32, 32, 32, 64, 64, 64]
    return nn.Sequential(
        conv(3, 16), nn.BatchNorm2d(16), nn.ReLU(),
        *[unit(a, b) for a, b in zip(widths, widths[1:])],
        nn.AdaptiveAvgPool2d(1), nn.Flatten())


def mobilenetv2():
    def inverted(inputs, wide, filters, stride):
        body = nn.Sequential(
            conv(inputs, wide, 1), nn.BatchNorm2d(wide), nn.ReLU6(),
            conv(wide, wide, 3, stride, groups=wide), nn.BatchNorm2d(wide), nn.ReLU6(),
            conv(wide, filters, 1), nn.BatchNorm2d(filters))
        return body if stride == 2 else Residual(body)

    return nn.Sequential(
        conv(3, 32, stride=2), nn.BatchNorm2d(32), nn.ReLU6(),
        conv(32, 32, groups=32), nn.BatchNorm2d(32), nn.ReLU6(),
        conv(32, 16, 1), nn.BatchNorm2d(16),
        inverted(16, 96, 24, 2), inverted(24, 144, 24, 1),
        inverted(24, 144, 32, 2), inverted(32, 192, 32, 1), inverted(32, 192, 32, 1))


NETS = {
    'lenet': (lenet, (1, 28, 28)), 'vgg': (vgg, (3, 32, 32)),
    'resnet20': (resnet20, (3, 32, 32)), 'mobilenetv2': (mobilenetv2, (3, 64, 64)),
}


def quantile(ordered, share):
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def measure(run, seconds, fewest=7, most=300):
    until = time.perf_counter() + seconds / 10
    for i in range(20):
        run()
        if i >= 2 and time.perf_counter() > until:
            break
    times, since = [], time.perf_counter()
    while len(times) < most and (len(times) < fewest or time.perf_counter() - since < seconds):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    quartiles = [quantile(times, .25), quantile(times, .75)]
    return {'median': quantile(times, .5), 'quartiles': quartiles, 'runs': len(times)}


def job(cell, device):
    make, size = NETS[cell['net']]
    model = make().to(device, memory_format=torch.channels_last)
    x = torch.randn(cell['batch'], *size, device=device)
    x = x.contiguous(memory_format=torch.channels_last)
    if cell['mode'] == 'forward':
        model.eval()

        def forward():
            with torch.inference_mode():
                model(x).cpu()
        return forward

    with torch.no_grad():
        y = torch.randn_like(model(x))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def train():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        loss.item()
        if device == 'cuda':
            torch.cuda.synchronize()
    return train


def main():
    asked = json.load(sys.stdin)
    device = asked['device']
    if device == 'cuda' and not torch.cuda.is_available():
        sys.exit('this PyTorch sees no CUDA device')
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    if device == 'cpu' and asked['threads'] is not None:
        torch.set_num_threads(asked['threads'])
    found = []
    for cell in asked['cells']:
        print(f"PyTorch: {cell['net']} {cell['mode']} {cell['batch']}", file=sys.stderr, flush=True)
        found.append({**cell, **measure(job(cell, device), asked['seconds'])})
    json.dump({
        'program': f'PyTorch {torch.__version__}',
        'device': torch.cuda.get_device_name() if device == 'cuda' else 'cpu',
        'threads': torch.get_num_threads() if device == 'cpu' else None,
        'measurements': found,
    }, sys.stdout)


if __name__ == '__main__':
    main()
