import { input } from 'layersmith'

export const contestants = { narrow: input([4]).dense(2), wide: () => input([4]).dense(2) }
export const options = { data: undefined, batch: 3 }
