import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { formatOf, type Pack, type SignedPack } from './pack.js'

/** Bytes of a public key of Ed25519. Source: RFC 8032. */
export const PUBLIC_KEY_BYTES = 32

/** A new key with which to sign packs. */
export function newPackKey(): { privateKeyPem: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKeyOf(privateKey),
  }
}

/** Reads a private key in PEM. @throws Error when it is none of Ed25519 */
export function readPackKey(pem: string): KeyObject {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is not one of Ed25519')
  return key
}

/** The public key of a private one, 32 bytes in base64. */
export function publicKeyOf(privateKey: KeyObject): string {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('base64')
}

/** A public key to verify with, from its 32 bytes in base64; `null` when it is none. */
export function toPublicKey(key: string): KeyObject | null {
  const bytes = Buffer.from(key, 'base64')
  if (bytes.length !== PUBLIC_KEY_BYTES || bytes.toString('base64') !== key) return null
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' })
}

/** What two people read to each other to know that they have the same key: 128 bits of its SHA-256, by four hexadecimal digits. */
export function fingerprintOf(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32)
  return digest.match(/.{4}/g)?.join(' ') ?? ''
}

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
