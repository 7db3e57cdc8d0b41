// Every cause of a problem has one sentence, written once, here. The compiler shows it as the type
// of a parameter, the run time shows it after the position's path. `Say` and `say` fill in
// {expected} and {got}.

/** The sentence of each problem code. */
const sentences = {
  invalidOption: '{expected}, got {got}',
  unknownOption: 'option {got} is not known',
  windowTooLarge: 'window {got} does not fit into input {expected}',
  strideWithDilation: '{expected}, got {got}',
  wrongRank: 'needs {expected}, got {got}',
  cropTooLarge: 'a crop of {got} does not fit into input {expected}',
  nothingLeft: '{got} is left of input {expected}',
  reshapeMismatch: 'input {got} cannot be reshaped to {expected}',
  unknownSize: '{expected} must be known before run time, got {got}',
  residualMismatch: 'the block gives {got}, the shortcut gives {expected}',
  mergeMismatch: 'one branch gives {expected}, another gives {got}',
  concatMismatch:
    'one branch gives {expected}, another gives {got}; all but the joined size must agree',
  wrongInput: 'this part is made for input {expected}, but gets {got}',
  noInput: 'needs {expected}, got {got}',
  unknownInput: 'there is no input {got}; the inputs are {expected}',
  severalInputs: 'a part must have {expected}, got {got}',
  severalOutputs: 'a part must have {expected}, got {got}',
  unusedValue: 'every value of a graph must {expected}, got {got}',
  duplicateTap: 'the tap name {got} is used twice; the taps are {expected}',
  unknownTap: 'there is no tap {got}; the taps are {expected}',
  unknownPath: 'there is no part {got}; the parts are {expected}',
  notEditable: 'only {expected} can be edited here, got {got}',
  invalidName: 'a name must be {expected}, got {got}',
  tieHoldsStatistics: 'tie takes {expected}, got {got}',
  tieSizesDiffer: 'tied weights must have {expected}, got {got}',
  tieFrozenTwice: 'tied weights must be {expected}, got {got}',
  customNameTwice: 'the name of a custom layer must stand for {expected}, got {got}',
  customInstanceTwice: 'a custom factory must make {expected}, got {got}',
  customFactory: 'a custom factory must make {expected}, got {got}',
  customMissing: 'custom layers named in JSON need {expected}, got {got}',
  tooManyPositions: 'a net can have at most {expected}, got {got}',
  tooDeep: 'blocks can be nested at most {expected}, got {got}',
  malformedJson: '{expected}, got {got}',
  forbiddenKey: 'keys must be {expected}, got {got}',
  unknownKind: 'the kind must be {expected}, got {got}',
  unknownVersion: 'the version must be {expected}, got {got}',
  layerFailed: 'TensorFlow.js must make {expected}, got {got}',
  layerNotExpressible: 'a layer in a net must be {expected}, got {got}',
  statisticsShared: 'running statistics must belong to {expected}, got {got}',
  twoCopies: 'there must be {expected}, got {got}',
  weightMissing: 'a weight of shape {expected} is needed, got {got}',
  weightUnexpected: 'the model has no weight of this name, got {got}',
  weightMisshaped: 'the weight has shape {expected}, got {got}',
  weightInvalid: 'a weight must be {expected}, got {got}',
} as const

export type Sentences = typeof sentences
/** The code of a problem: one per cause. A closed union, so a `switch` can be exhaustive. */
export type Code = keyof Sentences

// A sum of strings has no literal type, a template has: the longest sentence is put together here.
const holdsStatistics = 'tie: a part that holds BatchNormalization cannot be tied'
const perUse = "tie the layers around it, or give each use its own with { bn: 'per-use' }"
/** Why shared() and tie() refuse a part, as the type of their parameter and as a TypeError. */
export const refusals = {
  shared:
    'shared: only stateless parts can be shared, but this one holds {got}; use tie() for weights',
  sharedUnknown: 'shared: what this part holds is not known (any, loose or custom)',
  tie: `${holdsStatistics}: its running statistics would be shared; ${perUse}`,
  tieUnknown:
    'tie: what this part holds is not known (any, loose or custom); tie it while that is known',
  tieOption: "tie: the options are { bn: 'per-use' } or none",
  tieOpen: 'tie: the input must be known; start the part with input([...])',
  tieSeveral:
    'tie: a part must have one input, got a net of several; tie the part that each of them uses',
} as const
export type Refusals = typeof refusals

export type Replace<
  T extends string,
  Mark extends string,
  By extends string,
> = T extends `${infer Before}${Mark}${infer After}` ? `${Before}${By}${After}` : T

/** The sentence of a code, filled in, as a type. */
export type Say<C extends Code, Expected extends string, Got extends string> = Replace<
  Replace<Sentences[C], '{expected}', Expected>,
  '{got}',
  Got
>

/** The sentence of a code, filled in. */
export const say = (code: Code, expected: string, got: string): string =>
  sentences[code].replace(/\{(expected|got)\}/g, (_, mark) => (mark === 'got' ? got : expected))

/** What a value must be; the same words at type level (`Terms['count']`) and at run time. */
export const terms = {
  count: 'a positive integer',
  whole: 'a non-negative integer',
  image: 'height x width x channels',
  axes: 'at least two axes',
  sequence: 'steps x channels',
  video: 'steps x height x width x channels',
  volume: 'depth x height x width x channels',
  steps: 'steps and at least one more axis',
  vector: 'a single axis',
  token: 'one token',
  oneLayer: 'a block of one layer (make one call per layer)',
  recurrentLayer: 'a block of one recurrent layer',
  normalizable: 'at most three axes',
  rate: 'at least 0 and below 1',
  outputPadding: 'outputPadding must be smaller than stride',
  strideOrDilation: 'stride or dilation must be 1',
} as const
export type Terms = typeof terms
