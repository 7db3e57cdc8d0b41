// Every cause of a problem has one sentence, written once, here. The compiler shows it as the type
// of a parameter, the run time shows it after the position's path. `Say` and `say` fill in
// {expected} and {got}.

/** The sentence of each problem code. */
const sentences = {
  invalidOption: '{expected}, got {got}',
  unknownOption: 'option {got} is not known',
  windowTooLarge: 'kernel {got} does not fit into input {expected}',
  strideWithDilation: '{expected}, got {got}',
  wrongRank: 'needs {expected}, got {got}',
  cropTooLarge: 'a crop of {got} does not fit into input {expected}',
  nothingLeft: '{got} is left of input {expected}',
  reshapeMismatch: 'input {got} cannot be reshaped to {expected}',
  unknownSize: '{expected} must be known before run time, got {got}',
  residualMismatch: 'the block gives {got}, the shortcut gives {expected}',
  mergeMismatch: 'one branch gives {expected}, another gives {got}',
  concatMismatch:
    'one branch gives {expected}, another gives {got}, all but the last size must agree',
  wrongInput: 'this part is made for input {expected}, but gets {got}',
  noInput: 'needs {expected}, got {got}',
  unknownInput: 'there is no input {got}; the inputs are {expected}',
  severalInputs: 'a part has {expected}, got {got}',
  duplicateTap: 'the tap name {got} is used twice; the taps are {expected}',
  unknownTap: 'there is no tap {got}; the taps are {expected}',
  invalidName: 'a name must be {expected}, got {got}',
  tieHoldsStatistics: 'tie takes {expected}, got {got}',
  tieSizesDiffer: 'tied weights must be of {expected}, got {got}',
  tieFrozenTwice: 'tied weights must be {expected}, got {got}',
  customNameTwice: 'the name of a custom layer stands for {expected}, got {got}',
  customInstanceTwice: 'a custom factory must make {expected}, got {got}',
  customFactory: 'a custom factory must make {expected}, got {got}',
  customMissing: 'custom layers named in JSON need {expected}, got {got}',
  tooManyPositions: 'a net has at most {expected}, got {got}',
  tooDeep: 'blocks are nested at most {expected}, got {got}',
  malformedJson: '{expected}, got {got}',
  forbiddenKey: 'keys must be {expected}, got {got}',
  unknownKind: 'the kind must be {expected}, got {got}',
  unknownVersion: 'the version must be {expected}, got {got}',
  layerFailed: 'TensorFlow.js must make {expected}, got {got}',
  layerNotExpressible: 'a layer in a net must be {expected}, got {got}',
  graphNotNested: 'branches must {expected}, got {got}',
  statisticsShared: 'running statistics must belong to {expected}, got {got}',
  twoCopies: 'there must be {expected}, got {got}',
  weightMissing: 'a weight of shape {expected} is needed, got {got}',
  weightUnexpected: 'no weight of the model has this name, got {got}',
  weightMisshaped: 'the weight has shape {expected}, got {got}',
  weightInvalid: 'a weight must be {expected}, got {got}',
} as const

export type Sentences = typeof sentences
export type Code = keyof Sentences

/** Why shared() and tie() refuse a part, as the type of their parameter and as a TypeError. */
export const refusals = {
  shared: 'shared: only stateless parts can be shared, this one holds {got}; use tie() for weights',
  sharedUnknown: 'shared: what this part holds is not known (any, loose or custom)',
  tie: "tie: a part that holds BatchNormalization cannot be tied: its running statistics would be shared; tie the layers around it, or give each use its own with { bn: 'per-use' }",
  tieUnknown: 'tie: what this part holds is not known (any, loose or custom); tie it before',
  tieOption: "tie: the options are { bn: 'per-use' } or none",
  tieOpen: 'tie: the input must be known; start the part with input([...])',
  tieSeveral: 'tie: a part has one input, got a net of several; tie what is used for each of them',
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
  whole: 'a whole number of at least 0',
  image: 'height x width x channels',
  axes: 'at least two axes',
  sequence: 'steps x channels',
  video: 'steps x height x width x channels',
  volume: 'depth x height x width x channels',
  steps: 'steps and something at each of them',
  vector: 'one size',
  token: 'one token',
  oneLayer: 'a block of one layer (several are as many calls)',
  recurrentLayer: 'a block of one recurrent layer',
  normalizable: 'at most three sizes',
  rate: 'at least 0 and below 1',
  strideOrDilation: 'stride or dilation must be 1',
} as const
export type Terms = typeof terms
