import { compare } from 'semver'
import type { OpenedPack, PackSubscription } from '../../domain/pack.js'
import { type FetchedText, fetchText } from './fetch-text.js'
import { MOST_PACK_BYTES, openPack } from './open-pack.js'

const TIMEOUT_MS = 15_000

/** Reads what an address that somebody gave holds; a test puts another in its place. */
export type ReadAddress = (address: string) => Promise<FetchedText>

/** Reads a pack's address over https. */
export const readAddress: ReadAddress = (address) =>
  fetchText(address, { bytes: MOST_PACK_BYTES, timeoutMs: TIMEOUT_MS })

/** Where a pack is: an address, or the text of a file. */
export type PackPlace = { address: string } | { text: string }

/**
 * Reads and checks a pack against what the commune follows: the same pack, signed by the key that was trusted, no older. Never rejects.
 * @param followed the subscription of the same pack; absent when it is not known which it is
 */
export async function readPack(
  place: PackPlace,
  read: ReadAddress,
  followed?: Pick<PackSubscription, 'packId' | 'key' | 'version'>,
): Promise<OpenedPack> {
  const fetched = 'text' in place ? { outcome: 'fetched' as const, text: place.text } : await read(place.address)
  if (fetched.outcome === 'refused') return { outcome: 'refused', refusal: fetched.refusal, parameters: {} }
  const opened = openPack(fetched.text)
  return followed ? againstFollowed(opened, fetched.text, followed) : opened
}

function againstFollowed(
  opened: OpenedPack,
  text: string,
  followed: Pick<PackSubscription, 'packId' | 'key' | 'version'>,
): OpenedPack {
  if (opened.outcome === 'refused') return opened
  const { id, version } = opened.pack
  if (id !== followed.packId) return { outcome: 'refused', refusal: 'other_pack', parameters: { given: id } }
  const trusted = openPack(text, followed.key)
  if (trusted.outcome === 'refused') return trusted
  if (compare(version, followed.version) < 0)
    return { outcome: 'refused', refusal: 'older_version', parameters: { given: version, known: followed.version } }
  return trusted
}
