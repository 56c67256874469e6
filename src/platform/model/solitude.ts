/** Fewest ms between telling a citizen that somebody is back and that nobody is there again: she is not told of every coming and going. */
export const QUIET_MS = 2 * 60_000

/** What a waiting citizen was told of there being nobody to come. */
export interface Solitary {
  alone?: {
    /** Since when she has known that nobody is there, ISO instant; `null` once she was told that somebody is back. */
    since: string | null
    /** When she was last told, ISO instant. */
    toldAt: string
  }
}

/** Something that a waiting citizen is told of. */
export type SolitudeAction =
  /** Nobody is there to come to her. */
  | { type: 'leave_alone'; at: string }
  /** Somebody is back. */
  | { type: 'rejoin'; at: string }

/** What she knows afterwards; `null` when it is not the time to tell her. Pure. */
export function applySolitude({ alone }: Solitary, { type, at }: SolitudeAction): Required<Solitary> | null {
  const isAlone = typeof alone?.since === 'string'
  if (type === 'rejoin') return isAlone ? { alone: { since: null, toldAt: at } } : null
  const wasJustTold = alone !== undefined && Date.parse(at) - Date.parse(alone.toldAt) < QUIET_MS
  return isAlone || wasJustTold ? null : { alone: { since: at, toldAt: at } }
}
