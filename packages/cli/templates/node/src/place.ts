// Where the trained model is saved.
export const place = 'saved/model'
