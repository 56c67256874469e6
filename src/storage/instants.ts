/** The later of two ISO instants, which need not be written with the same precision or offset. */
export function laterOf(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a
}
