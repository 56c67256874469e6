/** Shortest password, in characters. Source: NIST SP 800-63B, section 5.1.1.2, and the CNIL for a password used alone. */
export const MIN_PASSWORD_LENGTH = 12
/** Shortest word of hers that a password may not hold: shorter ones are in every sentence. */
const MIN_OWN_WORD = 4
const MIN_DIFFERENT = 5
/** Rows of keyboards and of what people count. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertyuiopasdfghjklzxcvbnm',
]

/** Why a password is refused. */
export type PasswordFault = 'password_too_short' | 'password_too_common' | 'password_personal'

/** Whose password it is: what everybody around her knows. */
export interface PasswordOwner {
  email: string
  displayName: string
  /** Name of her commune. */
  commune: string
}

/**
 * Why a password is refused; `null` when it is good. No kind of character is asked for: length is what protects. Source: NIST SP 800-63B.
 * @param commonest the commonest passwords and words, in small letters without accents
 */
export function passwordFault(
  password: string,
  owner: PasswordOwner,
  commonest: ReadonlySet<string>,
): PasswordFault | null {
  if ([...password].length < MIN_PASSWORD_LENGTH) return 'password_too_short'
  const folded = fold(password)
  if (isCommon(folded, commonest)) return 'password_too_common'
  return ownWords(owner).some((word) => folded.includes(word)) ? 'password_personal' : null
}

/** One of the commonest, alone, repeated, or with digits and signs around it; a run of a keyboard; few different characters. */
function isCommon(folded: string, commonest: ReadonlySet<string>): boolean {
  const bare = folded.replace(/^[^a-z]+|(?<![^a-z])[^a-z]+$/g, '')
  if (new Set(folded).size < MIN_DIFFERENT) return true
  if ([folded, bare].some((word) => commonest.has(word) || commonest.has(repeated(word)))) return true
  const letters = folded.replace(/[^a-z0-9]/g, '')
  return RUNS.some((run) => run.includes(letters) || [...run].reverse().join('').includes(letters))
}

/** The shortest part that a word repeats: "motdepasse" for "motdepassemotdepasse". */
function repeated(word: string): string {
  const at = (word + word).indexOf(word, 1)
  return word.slice(0, at)
}

function ownWords({ email, displayName, commune }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.split('@')
  const words = [
    local,
    ...local.split(/[^\p{L}\d]+/u),
    domain.split('.').at(-2) ?? '',
    ...displayName.split(/\s+/),
    commune,
  ]
  return [...new Set(words.map(fold))].filter((word) => word.length >= MIN_OWN_WORD)
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
