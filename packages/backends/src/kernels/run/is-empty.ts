/** Whether one of these shapes has no elements. */
export const isEmpty = (...shapes: readonly (readonly number[])[]): boolean =>
  shapes.some((shape) => shape.includes(0))
