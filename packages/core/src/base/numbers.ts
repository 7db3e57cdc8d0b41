// Numbers as people read them.

/** 1234567 as '1,234,567'. */
export const count = (n: number): string => n.toLocaleString('en-US')

/** At most four digits and a unit: '1,235 K', '12 M', '123 G'. */
export const short = (n: number): string =>
  n < 1e4
    ? count(n)
    : n < 1e7
      ? `${count(Math.round(n / 1e3))} K`
      : n < 1e10
        ? `${count(Math.round(n / 1e6))} M`
        : `${count(Math.round(n / 1e9))} G`
