import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

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
