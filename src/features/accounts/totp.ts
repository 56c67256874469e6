import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds during which a code is the one shown, and its digits: what every application on phones has by default. */
const STEP_S = 30
const DIGITS = 6
/** Steps before and after the present one whose code is taken: clocks differ, and people type slowly. Source: RFC 6238, section 5.2 */
const WINDOW = 1
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code of a time step. Source: RFC 6238 and RFC 4226, section 5.3; HMAC-SHA-1. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS
  return String(number).padStart(DIGITS, '0')
}

/** The time step of an instant. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / STEP_S)
}

/** The time step whose code was typed, near an instant and after `lastStep`; `null` when there is none. Spaces are left out. */
export function matchTotp(secret: Buffer, typed: string, at: Date, lastStep: number): number | null {
  const code = Buffer.from(typed.replace(/\s/g, ''))
  if (code.length !== DIGITS) return null
  const now = totpStep(at)
  for (let step = now - WINDOW; step <= now + WINDOW; step += 1) {
    const matches = timingSafeEqual(code, Buffer.from(totpCode(secret, step)))
    if (matches && step > lastStep) return step
  }
  return null
}

/** A secret in base 32, without padding. Source: RFC 4648, section 6 */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** The address that an application on a phone reads in a QR code. Source: the "Key URI Format" of Google Authenticator */
export function totpAddress(secret: Buffer, { issuer, account }: { issuer: string; account: string }): string {
  const label = [issuer, account].map(encodeURIComponent).join(':')
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}`
}
