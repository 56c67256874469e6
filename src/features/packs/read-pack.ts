import { compare } from 'semver'
import { type FetchedText, fetchText } from './fetch-text.js'
import { MOST_PACK_BYTES } from './open-pack.js'
import type { OpenedPack, PackRefusal, PackSubscription } from './pack.js'
import { fingerprintOf } from './pack-keys.js'

const TIMEOUT_MS = 15_000

/** Reads what an address that somebody gave holds; a test puts another in its place. */
export type ReadAddress = (address: string) => Promise<FetchedText>

/** Reads a pack's address over https. */
export const readAddress: ReadAddress = (address) =>
  fetchText(address, { bytes: MOST_PACK_BYTES, timeoutMs: TIMEOUT_MS })

/** Where a pack is: an address, or the text of a file. */
export type PackPlace = { address: string } | { text: string }

/** Reads what a place holds. */
export async function readPlace(place: PackPlace, read: ReadAddress): Promise<FetchedText> {
  return 'text' in place ? { outcome: 'fetched', text: place.text } : read(place.address)
}

/** Checks a pack that was opened against the one that a commune follows: the same, signed by the key that was trusted, no older. */
export function checkFollowed(
  opened: OpenedPack,
  followed: Pick<PackSubscription, 'packId' | 'key' | 'version'>,
): OpenedPack {
  if (opened.outcome === 'refused') return opened
  const { id, version } = opened.pack
  const refused = (refusal: PackRefusal, given: string, known: string): OpenedPack => {
    return { outcome: 'refused', refusal, parameters: { given, known } }
  }
  if (id !== followed.packId) return refused('other_pack', id, followed.packId)
  if (opened.key !== followed.key) return refused('changed_key', fingerprintOf(opened.key), fingerprintOf(followed.key))
  return compare(version, followed.version) < 0 ? refused('older_version', version, followed.version) : opened
}
