/** What a busy core draws, in watts: an assumption, said beside every figure made from it. */
export const WATTS_A_CORE = 10
/** Price of electricity, euros a kilowatt-hour: an assumption too. */
export const EUROS_A_KWH = 0.25

/** What a million answers cost, from the mean time of one, as if a core had done nothing else meanwhile: more than they really do. */
export function effortOf(meanMs: number): { wattHours: number; cents: number } {
  // Milliseconds times a million are thousands of seconds.
  const wattHours = (meanMs * 1_000 * WATTS_A_CORE) / 3_600
  return { wattHours, cents: (wattHours / 1_000) * EUROS_A_KWH * 100 }
}
