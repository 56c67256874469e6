import { createHash, randomInt } from 'node:crypto'

/** How many are given at once. */
export const RECOVERY_CODES = 10
/** Letters and digits that are not taken for one another. */
const SIGNS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const GROUPS = 4
const GROUP_LENGTH = 4

/** A set of codes, each good once in place of the phone's: "7KQ2-MHYD-3RTX-9BWF", 78 bits. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const group = () => Array.from({ length: GROUP_LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join('')
    return Array.from({ length: GROUPS }, group).join('-')
  })
}

/** What is stored of a code, however it is typed: one round of SHA-256 is enough for 78 bits. */
export function hashRecoveryCode(code: string): string {
  const signs = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHash('sha256').update(signs).digest('base64url')
}

/** Whether what was typed looks like a recovery code, not like one of the phone's. */
export function isRecoveryCode(typed: string): boolean {
  return typed.replace(/[^A-Za-z0-9]/g, '').length === GROUPS * GROUP_LENGTH
}
