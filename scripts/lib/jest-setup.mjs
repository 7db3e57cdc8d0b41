import fc from 'fast-check'

// TensorFlow.js greets every test file that uses its cpu backend; its only switch for that also
// changes what it does.
const warn = console.warn
console.warn = (...args) => {
  if (!String(args[0]).includes('Hi, looks like you are running TensorFlow.js in Node.js'))
    warn(...args)
}

// The same generated values in every run, so that a red run is about the change; FC_SEED=n tries
// others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 42) })
