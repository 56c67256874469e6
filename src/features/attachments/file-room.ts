import { MOST_OF_COMMUNE } from './attachment.js'

/** What is known of a file that is kept. */
export interface KnownFile {
  id: string
  /** When it was last given, ISO instant. */
  given: string
  /** In bytes. */
  size: number
}

/** The files of a commune, and how much they may take. */
export interface Room {
  files: readonly KnownFile[]
  /** Whether a file may go: only former revisions name it. */
  isPast: (file: KnownFile) => boolean
  /** Bytes; absent: they are not counted. */
  most: number | undefined
}

/**
 * The files that go so that another one fits: of those that may, the first given first, and no more than it takes. Pure.
 * @param bytes of the one that comes
 * @returns their ids, or why it does not fit even so
 */
export function roomFor(
  bytes: number,
  { files, isPast, most = Number.POSITIVE_INFINITY }: Room,
): string[] | 'too_many' | 'no_room' {
  const past = files.filter(isPast).sort((a, b) => (a.given < b.given ? -1 : 1))
  const going: string[] = []
  let [count, size] = [files.length + 1, files.reduce((sum, one) => sum + one.size, bytes)]
  for (const one of past) {
    if (count <= MOST_OF_COMMUNE && size <= most) break
    going.push(one.id)
    count -= 1
    size -= one.size
  }
  if (size > most) return 'no_room'
  return count > MOST_OF_COMMUNE ? 'too_many' : going
}
