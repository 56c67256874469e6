import { verify } from 'node:crypto'
import { compare, valid } from 'semver'
import { z } from 'zod'
import { SECTION_KEYS } from '../../platform/model/entry.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { pathOfPersonalNumber, withoutPersonalNumbers } from '../../platform/security/personal-numbers.js'
import { isTooDeep } from '../../platform/text/json-depth.js'
import { entryFields } from '../entries/catalogue/load-entries.js'
import { translationFields } from '../entries/catalogue/load-translations.js'
import { writtenGuide } from '../guides/guide-shape.js'
import { type FetchedText, fetchText } from './fetch-text.js'
import {
  type OpenedPack,
  PACK_FORMAT,
  PACK_LICENCES,
  type Pack,
  type PackRefusal,
  type PackSubscription,
} from './pack.js'
import { fingerprintOf, signedBytes, toPublicKey } from './pack-keys.js'

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

/** Largest file of a pack, in bytes. */
export const MOST_PACK_BYTES = 32 * 1024 * 1024
/** Most entries of a pack. */
const MOST_ENTRIES = 5_000

const packId = z.string().regex(/^[a-z0-9-]{1,80}$/)
const sections = z.strictObject(
  Object.fromEntries(SECTION_KEYS.map((key) => [key, z.string().max(50_000)])) as Record<
    (typeof SECTION_KEYS)[number],
    z.ZodString
  >,
)
const packEntry = entryFields.omit({ fromCitizens: true }).extend({
  id: packId,
  sections,
  simple: z.string().min(1).max(50_000).nullable(),
  questions: z.array(z.string().min(1).max(1_000)).max(2_000),
  guide: writtenGuide.optional(),
  translations: z.partialRecord(z.enum(LANGUAGES), translationFields.extend({ sections })).optional(),
})
const packShape = z.strictObject({
  id: packId,
  title: z.string().min(1).max(200),
  version: z.string().refine((version) => valid(version) === version),
  licence: z.enum(PACK_LICENCES),
  source: z.strictObject({
    name: z.string().min(1).max(200),
    url: z.union([z.literal(''), z.url({ protocol: /^https$/ })]),
  }),
  publishedAt: z.iso.datetime(),
  notes: z.string().max(5_000),
  entries: z.array(packEntry).min(1).max(MOST_ENTRIES),
})

/** What every format of packs has, so that a newer one is known as such. */
const outside = z.looseObject({ format: z.number().int().min(1), pack: z.looseObject({ licence: z.unknown() }) })

/**
 * Reads the file of a pack and checks it: its format, its signature, then its licence and every entry. Never throws.
 * @param trustedKey the key that must have signed it; absent when none is trusted yet
 */
export function openPack(text: string, trustedKey?: string): OpenedPack {
  if (Buffer.byteLength(text) > MOST_PACK_BYTES) return refused('too_large')
  if (isTooDeep(text)) return refused('too_deep')
  const json = parseJson(text)
  const read = outside.safeParse(json)
  if (!read.success) return refused('not_a_pack')
  const { format, pack, key, signature } = read.data
  if (format > PACK_FORMAT) return refused('newer_format', { format: String(format), known: String(PACK_FORMAT) })
  if (typeof key !== 'string' || typeof signature !== 'string' || signature === '') return refused('unsigned')
  if (trustedKey !== undefined && key !== trustedKey)
    return refused('changed_key', { known: fingerprintOf(trustedKey), given: fingerprintOf(key) })
  const publicKey = toPublicKey(key)
  const isSigned = publicKey && verify(null, signedBytes(format, pack), publicKey, Buffer.from(signature, 'base64'))
  if (!isSigned) return refused('tampered')
  if (!PACK_LICENCES.some((licence) => licence === pack.licence))
    return refused('licence', { licence: String(pack.licence).slice(0, 80), known: PACK_LICENCES.join(', ') })
  const whole = packShape.safeParse(pack)
  if (!whole.success) return refused('bad_field', { path: inWords(pathOfFault(whole.error), pack) })
  const number = pathOfPersonalNumber(whole.data)
  if (number !== null) return refused('personal_number', { path: inWords(number, pack) })
  const double = doubleOf(whole.data.entries)
  if (double !== null) return refused('doubles', { path: double })
  return { outcome: 'opened', pack: whole.data as Pack, key }
}

/** Checks a pack before it is signed. @returns what is wrong with it, for whoever makes it; `null` when nothing is */
export function faultOfPack(pack: Pack): string | null {
  const read = packShape.safeParse(pack)
  if (read.success) {
    const number = pathOfPersonalNumber(read.data)
    if (number !== null) return `${inWords(number, pack)}: a social security number, an IBAN or a bank card`
    return doubleOf(read.data.entries) === null ? null : 'entries: the same id twice'
  }
  return read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}

function refused(refusal: PackRefusal, parameters: Record<string, string> = {}): OpenedPack {
  return { outcome: 'refused', refusal, parameters }
}

function pathOfFault({ issues: [issue] }: z.ZodError): string[] {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...(issue?.path ?? []), ...unknown].map(String)
}

/** Where a pack is at fault: `entries.12.sections.brief`. An entry is named by its id where it has a plain one. */
function inWords([first, index, ...rest]: readonly string[], pack: unknown): string {
  const entries = (pack as { entries?: unknown }).entries
  const entry: unknown = first === 'entries' && Array.isArray(entries) ? entries[Number(index)] : undefined
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? packId.safeParse(entry.id).data : undefined
  const path = [first, id ?? index, ...rest].filter((part) => part !== undefined).join('.')
  return withoutPersonalNumbers(path).slice(0, MOST_PATH)
}

/** Longest path that is shown. */
const MOST_PATH = 120

/** The id that two entries have; `null` when each has its own. */
function doubleOf(entries: readonly { id: string }[]): string | null {
  const seen = new Set<string>()
  for (const { id } of entries) {
    if (seen.has(id)) return id
    seen.add(id)
  }
  return null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
