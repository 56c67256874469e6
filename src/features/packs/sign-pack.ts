import { type KeyObject, sign } from 'node:crypto'
import { formatOf, type Pack, type SignedPack } from './pack.js'
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

/**
 * JSON that says the same value always in the same bytes: no spaces, keys in the order of their UTF-16 code units, numbers and strings as ECMAScript writes
 * them. Source: RFC 8785, JSON Canonicalization Scheme.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`
}
