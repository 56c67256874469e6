import { type KeyObject, sign } from 'node:crypto'
import { formatOf, type Pack, type SignedPack } from '../../platform/model/pack.js'
import { canonicalJson } from './canonical-json.js'
import { publicKeyOf } from './pack-keys.js'

/** Signs a pack. @param privateKey of Ed25519 */
export function signPack(pack: Pack, privateKey: KeyObject): SignedPack {
  const format = formatOf(pack)
  const signature = sign(null, signedBytes(format, pack), privateKey).toString('base64')
  return { format, pack, key: publicKeyOf(privateKey), signature }
}

/** What a signature is made over. */
export function signedBytes(format: number, pack: unknown): Buffer {
  return Buffer.from(canonicalJson({ format, pack }))
}

/** The text of a pack's file. */
export function packFile(signed: SignedPack): string {
  return `${JSON.stringify(signed, null, 1)}\n`
}
