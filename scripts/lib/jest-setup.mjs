import fc from 'fast-check'

// TensorFlow.js prints a greeting in every test file that uses its cpu backend. Its only switch for
// that also changes its behavior.
const warn = console.warn
console.warn = (...args) => {
  if (!String(args[0]).includes('Hi, looks like you are running TensorFlow.js in Node.js'))
    warn(...args)
}

// Every run generates the same values, so a failure comes from the change under test. FC_SEED=n
// tries other values.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 42) })
