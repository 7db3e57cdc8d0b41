"""The nets of the benchmark in Keras, in graph mode, trained step by step on request: an outside
reference.

Writes { keras, tensorflow, threads }, then answers each line of stdin with a line of JSON, with
times in milliseconds:
  net <name> <batch>   builds and compiles that net        → { params, output }
  step                 trains one step and reads its loss  → { time, busy, loss }
where busy is the processor time of all threads. TF_NUM_INTRAOP_THREADS and TF_NUM_INTEROP_THREADS
set the number of threads. XLA is off because it is slower on LeNet.
"""
import json
import os
import sys
import time

os.environ['KERAS_BACKEND'] = 'tensorflow'
os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
try:
    import keras
    import tensorflow as tf
    from keras import layers
except ImportError as error:
    sys.exit(f'this Python has no Keras: {error}')

CLASSES = 10


def lenet():
    return (28, 28, 1), [
        layers.Conv2D(6, 4, activation='relu'), layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Conv2D(16, 4, activation='relu'), layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(CLASSES, activation='softmax')]


def vgg():
    body = []
    for filters in [32, 64, 128]:
        body += [
            layers.Conv2D(filters, 3, padding='same'), layers.BatchNormalization(), layers.ReLU(),
            layers.MaxPooling2D(2)]
    return (32, 32, 3), body + [layers.Flatten(), layers.Dense(CLASSES, activation='softmax')]


def mobile():
    body = [layers.Conv2D(16, 3, padding='same'), layers.BatchNormalization(), layers.ReLU()]
    for filters, strides in [(32, 2), (64, 1), (64, 2), (128, 2)]:
        body += [
            layers.DepthwiseConv2D(3, strides=strides, padding='same'),
            layers.BatchNormalization(), layers.ReLU(),
            layers.Conv2D(filters, 1), layers.BatchNormalization(), layers.ReLU()]
    head = [layers.GlobalAveragePooling2D(), layers.Dense(CLASSES, activation='softmax')]
    return (32, 32, 3), body + head


def resnet():
    def conv(filters, strides=1):
        return [
            layers.Conv2D(filters, 3, strides=strides, padding='same'),
            layers.BatchNormalization()]

    body = []
    for filters, strides in [(16, 1), (32, 2), (64, 2)]:
        body += [*conv(filters, strides), layers.ReLU()]
        for _ in range(3):
            # a tuple is residual
            body += [(*conv(filters), layers.ReLU(), *conv(filters)), layers.ReLU()]
    head = [layers.GlobalAveragePooling2D(), layers.Dense(CLASSES, activation='softmax')]
    return (32, 32, 3), body + head


NETS = {'lenet': lenet, 'vgg': vgg, 'mobile': mobile, 'resnet': resnet}


def apply(body, x):
    for layer in body:
        x = layers.Add()([x, apply(layer, x)]) if isinstance(layer, tuple) else layer(x)
    return x


def build(name, batch):
    image, body = NETS[name]()
    image_in = keras.Input(image)
    model = keras.Model(image_in, apply(body, image_in))
    optimizer = keras.optimizers.Adam(1e-3, epsilon=1e-7)
    model.compile(optimizer=optimizer, loss='categorical_crossentropy', jit_compile=False)
    x = tf.random.normal((batch, *image), seed=1)
    y = tf.one_hot(tf.range(batch) % CLASSES, CLASSES)
    return model, lambda: float(model.train_on_batch(x, y))


def timed(train):
    busy, since = time.process_time(), time.perf_counter()
    loss = train()
    spent, used = time.perf_counter() - since, time.process_time() - busy
    return {'time': 1000 * spent, 'busy': 1000 * used, 'loss': loss}


def main():
    def say(message):
        print(json.dumps(message), flush=True)

    threads = int(os.environ.get('TF_NUM_INTRAOP_THREADS', 0)) or None
    say({'keras': keras.__version__, 'tensorflow': tf.__version__, 'threads': threads})
    train = None
    for line in sys.stdin:
        command, *words = line.split()
        if command == 'net':
            model, train = build(words[0], int(words[1]))
            say({'params': model.count_params(), 'output': list(model.output_shape[1:])})
        elif command == 'step':
            say(timed(train))
        else:
            sys.exit(f'unknown command {command}')


if __name__ == '__main__':
    main()
