import type { Sealer } from './sealer.js'

const PLACE = 'seal-check'
const WORD = 'guichet'

/** Something that only the key of these servers opens: left where it is later asked whether a key is theirs. Tells nothing of the key. */
export function sealWord(sealer: Sealer): Promise<string> {
  return sealer.seal(WORD, PLACE)
}

/** Whether a key is the one by which {@link sealWord} was called. */
export async function opensWord(sealer: Sealer, sealed: string): Promise<boolean> {
  return (await sealer.open(sealed, PLACE)) === WORD
}
