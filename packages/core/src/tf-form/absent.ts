// The layer classes of TensorFlow.js 4.22 that have no kind here, each with the reason. A law test
// goes through all classes that TensorFlow.js registers, and fails on one that is neither here nor
// a kind. One listed class is not registered; it is here because people look for it.

/** Class names, each with the reason why it has no kind; for documentation and tools. */
export const notKinds: Readonly<Record<string, string>> = Object.freeze({
  InputLayer: 'where a net starts: `input([…])`',
  Model: 'a container: a net is one',
  Functional: 'a container: a net is one',
  Sequential: 'a container: a chain of calls is one',
  RNN: 'a wrapper around your own cell: use `custom`',
  StackedRNNCells: 'a cell, part of a recurrent layer',
  SimpleRNNCell: 'a cell, part of a recurrent layer',
  GRUCell: 'a cell, part of a recurrent layer',
  LSTMCell: 'a cell, part of a recurrent layer',
  ConvLSTM2DCell: 'a cell, part of a recurrent layer',
  Resizing: 'fails in any model: it drops the batch axis',
  RandomWidth: 'fails in any model: it drops the batch axis',
  MultiHeadAttention:
    'in the sources of TensorFlow.js 4.22, but in none of its packages, neither exported nor ' +
    'registered: use `custom` with a layer of your own',
})
