import { z } from 'zod'
import type { Commune, Service } from '../../../platform/model/commune.js'
import { type Entry, SHORT_LENGTH, type ShortKey } from '../../../platform/model/entry.js'
import { personalNumbersIn } from '../../../platform/security/personal-numbers.js'
import { isPhoneNumber } from '../../../platform/text/phone-number.js'
import { toUrl } from '../../../platform/text/to-url.js'
import { type AttachmentRule, checkAttachments } from '../../attachments/attachment.js'
import { checkWrittenGuide, type WrittenGuideRule } from '../../guides/check-guide.js'
import type { EntryContent } from '../model/entry-record.js'
import { checkTranslation } from './check-translation.js'
import { fieldsToFill } from './left-to-town.js'
import { unknownVariables } from './unknown-variables.js'

/** Something that an entry lacks or says in vain. */
interface EntryFinding {
  rule: 'short_missing' | 'left_to_town'
  /** Path of the field: `short.cost`, `sections.place`. */
  field: string
  /** The words at fault; empty where what is wanted is missing. */
  found: string
}

/** What is asked of almost every procedure. */
const ASKED_OF_ALL = ['papers', 'cost', 'delay', 'where'] as const satisfies ShortKey[]
/** Who reads these is already asking the town hall. */
const LEFT_TO_TOWN = /à (?:préciser par|voir avec) la mairie/i

/** The short answers that an entry lacks, then the fields in which it sends its reader to the very town hall that she is asking. Pure. */
export function lintEntry({ questions, abroad, inShort, ...written }: Entry): EntryFinding[] {
  const missing = ASKED_OF_ALL.filter((key) => written.short?.[key] === undefined)
  return [
    ...missing.map((key): EntryFinding => ({ rule: 'short_missing', field: `short.${key}`, found: '' })),
    ...textsIn(written).flatMap(([field, text]): EntryFinding[] => {
      const [found] = LEFT_TO_TOWN.exec(text) ?? []
      return found === undefined ? [] : [{ rule: 'left_to_town', field, found }]
    }),
  ]
}

/** Every text in a value, by its path. */
function textsIn(value: unknown, path: readonly string[] = []): [field: string, text: string][] {
  if (typeof value === 'string') return [[path.join('.'), value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, [...path, name]))
}

/** What may keep an entry from being published; `fault.<rule>` in `knowledge/messages/` says it in words. */
export const CONTENT_RULES = [
  'title_length',
  'summary_length',
  'short_length',
  'owner_missing',
  'source_missing',
  'address',
  'label_missing',
  'date_missing',
  'window',
  'simple_empty',
  'fiche',
  'variable',
  'question_empty',
  'translation_length',
  'translation_incomplete',
  'translation_online',
  'translation_variables',
  'personal_number',
  'to_fill',
] as const
/** One of {@link CONTENT_RULES}, or what may be wrong with a guide. */
export type ContentRule = (typeof CONTENT_RULES)[number] | `guide_${WrittenGuideRule}` | AttachmentRule

/** A fault of a field. */
export interface FieldFault {
  /** Path of the field, e.g. `sections.brief`. */
  field: string
  rule: ContentRule
  /** What fills the places of the rule's sentence. */
  parameters: Record<string, string>
}

interface CheckedAround {
  file: Pick<Entry, 'quoted' | 'office'> | undefined
  entryIds: ReadonlySet<string>
  fileIds: ReadonlySet<string>
}

const TITLE = { least: 3, most: 90 }
const SUMMARY = { least: 3, most: 220 }

/**
 * Everything that must be mended before a content is published in a commune, in the order of the editor. The rules of `load-entries`, and variables; of an
 * office, and of an entry whose file quotes its source, what stands around the quotation alone. Pure.
 * @param around.entryIds entries to which a guide may lead
 * @param around.fileIds files that the commune keeps
 */
export function checkContent(
  content: EntryContent,
  commune: Commune,
  { file, entryIds, fileIds }: CheckedAround,
): FieldFault[] {
  const faults = faultsOf(content, commune)
  for (const { field, rule } of checkAttachments(content.attachments ?? [], fileIds))
    faults.push({ field, rule, parameters: {} })
  for (const { field, rule, parameters } of content.guide ? checkWrittenGuide(content.guide, entryIds) : [])
    faults.push({ field: `guide.${field}`, rule: `guide_${rule}`, parameters })
  return file?.quoted || file?.office ? faults.filter(({ field }) => !QUOTED_FIELD.test(field)) : faults
}

/** What the source says, whatever a curator writes. */
const QUOTED_FIELD = /^(?:title|summary|source|online|servicePublic)\b/

function faultsOf(content: EntryContent, commune: Commune): FieldFault[] {
  const faults: FieldFault[] = []
  const refuse = (field: string, rule: ContentRule, parameters: Record<string, string> = {}) =>
    faults.push({ field, rule, parameters })
  const { title, summary, owner, source, reviewBy, validFrom, validUntil, simple } = content
  if (!isWithin(title, TITLE)) refuse('title', 'title_length', inWords(TITLE))
  if (!isWithin(summary, SUMMARY)) refuse('summary', 'summary_length', inWords(SUMMARY))
  for (const [key, text] of Object.entries(content.short ?? {}))
    if (!isWithin(text, SHORT_LENGTH) || text.includes('\n'))
      refuse(`short.${key}`, 'short_length', inWords(SHORT_LENGTH))
  if (owner.trim() === '') refuse('owner', 'owner_missing')
  if (source.name.trim() === '') refuse('source.name', 'source_missing')
  if (source.licence.trim() === '') refuse('source.licence', 'source_missing')
  if (source.url !== '' && !isAddress(source.url)) refuse('source.url', 'address')
  if (source.date === '') refuse('source.date', 'date_missing')
  if (reviewBy === '') refuse('reviewBy', 'date_missing')
  if (validFrom && validUntil && validUntil < validFrom) refuse('validUntil', 'window')
  for (const [i, { label, url }] of content.online.entries()) {
    if (label.trim() === '') refuse(`online.${i}.label`, 'label_missing')
    if (!isAddress(url)) refuse(`online.${i}.url`, 'address')
  }
  for (const [i, id] of content.servicePublic.entries()) if (!/^F\d+$/.test(id)) refuse(`servicePublic.${i}`, 'fiche')
  if (simple !== null && simple.trim() === '') refuse('simple', 'simple_empty')
  for (const [i, question] of content.questions.entries())
    if (question.trim() === '') refuse(`questions.${i}`, 'question_empty')
  for (const [language, translation] of Object.entries(content.translations ?? {})) {
    for (const { field, rule, parameters } of checkTranslation(translation, content))
      refuse(`translations.${language}.${field}`, rule, parameters)
  }
  for (const { field, variable } of unknownVariables(content, commune)) refuse(field, 'variable', { variable })
  for (const field of numberedFields(content)) refuse(field, 'personal_number')
  for (const { field, place } of fieldsToFill(content)) refuse(field, 'to_fill', { place })
  return faults
}

/** Where a person's number is written: what comes by a file or a pack was typed in no form that refuses it. */
function numberedFields(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === 'string') return personalNumbersIn(value).length > 0 ? [path.join('.')] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => numberedFields(one, [...path, name]))
}

function isWithin(text: string, { least, most }: { least: number; most: number }): boolean {
  const { length } = text.trim()
  return length >= least && length <= most
}

function inWords({ least, most }: { least: number; most: number }): Record<string, string> {
  return { least: String(least), most: String(most) }
}

function isAddress(text: string): boolean {
  return /^https:\/\/\S+$/.test(text) && toUrl(text) !== null
}

/** What of a service citizens could not use. */
interface ServiceFault {
  id: string
  part: 'nom' | 'telephone' | 'courriel'
  sentence: 'setting.fault.required' | 'setting.fault.phone' | 'setting.fault.email'
}

type Services = Record<string, Service>

const email = z.email()

/**
 * The first service whose name, phone or e-mail citizens could not use: a name is required, the others may be empty. What was there already, or is the
 * file's, is left alone: a commune can always save something else. Pure.
 * @param known services whose values are not judged again
 */
export function serviceFault(services: Services, known: readonly Services[]): ServiceFault | null {
  for (const [id, service] of Object.entries(services)) {
    const isKnown = (part: ServiceFault['part']) => known.some((one) => one[id]?.[part] === service[part])
    const { nom, telephone, courriel } = service
    if (nom.trim() === '' && !isKnown('nom')) return { id, part: 'nom', sentence: 'setting.fault.required' }
    if (telephone.trim() !== '' && !isPhoneNumber(telephone) && !isKnown('telephone'))
      return { id, part: 'telephone', sentence: 'setting.fault.phone' }
    if (courriel.trim() !== '' && !email.safeParse(courriel.trim()).success && !isKnown('courriel'))
      return { id, part: 'courriel', sentence: 'setting.fault.email' }
  }
  return null
}
