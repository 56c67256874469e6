/** The later of two ISO instants, which need not be written with the same precision or offset. */
export function laterOf(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a
}

/** Whether an instant comes before another. */
export function isBefore(at: string, other: string): boolean {
  return Date.parse(at) < Date.parse(other)
}
