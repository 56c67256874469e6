import { AppError } from '../model/app-error.js'

/** Places for streams: each holds a connection and some memory for hours. */
export interface StreamPlaces {
  /**
   * Takes a place for one more stream. When its owner has too many, her oldest ends: a connection that died unseen does not keep her from coming back.
   * @param owner whose streams they are: a conversation, a member of staff
   * @param caller where they come from
   * @param end ends the stream
   * @returns the way to give the place back
   * @throws AppError `too_many_requests` (429) when the caller has too many, whoever they belong to
   */
  take(place: { owner: string; caller: string }, end: () => void): () => void
}

/** Streams of one conversation or one member of staff: as many tabs as anybody has. */
const MOST_OF_OWNER = 8
/** What a caller with too many streams is told to wait, in seconds. */
const RETRY_AFTER_S = 30

/** Counts the streams of one process. */
export function createStreamPlaces(mostOfCaller: number): StreamPlaces {
  const ofOwner = new Map<string, Set<() => void>>()
  const ofCaller = new Map<string, number>()
  return {
    take({ owner, caller }, end) {
      const held = ofCaller.get(caller) ?? 0
      if (held >= mostOfCaller) throw new AppError('too_many_requests', 429, { retryAfterS: RETRY_AFTER_S })
      const own = ofOwner.get(owner) ?? new Set()
      const [oldest] = own.size >= MOST_OF_OWNER ? own : []
      oldest?.()
      ofOwner.set(owner, own.add(end))
      ofCaller.set(caller, (ofCaller.get(caller) ?? 0) + 1)
      return () => {
        if (!own.delete(end)) return
        if (own.size === 0 && ofOwner.get(owner) === own) ofOwner.delete(owner)
        const left = (ofCaller.get(caller) ?? 1) - 1
        if (left > 0) ofCaller.set(caller, left)
        else ofCaller.delete(caller)
      }
    },
  }
}
