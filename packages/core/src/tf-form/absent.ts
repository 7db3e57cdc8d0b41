// The layer classes of TensorFlow.js 4.22 that are no kinds here, each with the reason. A law test
// goes through all classes that TensorFlow.js registers: one that is neither here nor a kind fails
// it. One that people look for is not registered.

/** Class names and why there is no kind of them; for documentation and tools. */
export const notKinds: Readonly<Record<string, string>> = Object.freeze({
  InputLayer: 'where a net starts: `input([…])`',
  Model: 'a container: a net is one',
  Functional: 'a container: a net is one',
  Sequential: 'a container: a chain of calls is one',
  RNN: 'a container of a cell of your own: use `custom`',
  StackedRNNCells: 'a cell, part of a recurrent layer',
  SimpleRNNCell: 'a cell, part of a recurrent layer',
  GRUCell: 'a cell, part of a recurrent layer',
  LSTMCell: 'a cell, part of a recurrent layer',
  ConvLSTM2DCell: 'a cell, part of a recurrent layer',
  Resizing: 'fails in any model: it forgets the batch',
  RandomWidth: 'fails in any model: it forgets the batch',
  MultiHeadAttention:
    'in the sources of TensorFlow.js 4.22, but in none of its packages, neither exported nor registered: use `custom` with a layer of your own',
})
