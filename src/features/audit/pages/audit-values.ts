import en from '../../../../knowledge/messages/admin-audit.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-audit.fr.json' with { type: 'json' }
import type { AuditValue } from '../../../platform/model/audit.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { AuditView } from '../contract.js'

/** Key of a sentence of the audit. */
export type AuditWord = keyof typeof fr
/** The sentences of the audit in one language. */
export type AuditWords = PageWords<AuditWord>

/** The sentences of the audit. */
export const auditWords = pageWords<AuditWord>(fr, en)

/** What an act was done to: its name, in words for what has no other, else its number. */
export function targetInWords(row: AuditView['rows'][number], { has, say }: AuditWords): string {
  const word = `target.${row.target.id}`
  return row.targetName ?? (has(word) ? say(word) : row.target.id)
}

/** What an act is told in. */
export interface AuditTelling {
  words: Pick<AuditWords, 'has' | 'say' | 'language'>
  /** Names of the entries, services and teams that acts name by their ids. */
  names: Record<string, string>
}

/** One part that an act changed, each side ready to read; empty where there was nothing. */
export interface ChangedPart {
  /** Where in what was changed, in words; empty for the whole. */
  name: string
  before: string
  after: string
}

/** Numbers of the software's own, and figures that the report of a publication tells. */
const UNTOLD = new Set(['id', 'publication', 'version', 'basedOn', 'counts', 'promise', 'errorBefore', 'errorAfter'])

/** What an act changed, part by part. Pure. */
export function changedParts(before: AuditValue, after: AuditValue, telling: AuditTelling): ChangedPart[] {
  if (!isParts(before) && !isParts(after)) {
    const [was, is] = [inWords(before, telling), inWords(after, telling)]
    return was === '' && is === '' ? [] : [{ name: '', before: was, after: is }]
  }
  const [was, is] = [partsOf(before), partsOf(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !UNTOLD.has(name))
  const parts = names.map((name) => ({
    name: partInWords(name, telling),
    before: partValue(name, was[name] ?? null, telling),
    after: partValue(name, is[name] ?? null, telling),
  }))
  return parts.filter((part) => part.before !== '' || part.after !== '')
}

/** A value in words: ranges of hours as `08:30–12:00`, lists with commas. */
export function inWords(value: AuditValue, telling: AuditTelling): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map((one) => (isRange(one) ? one.join('–') : inWords(one, telling))).join(', ')
  // In full: of a threshold of 0.65, 0.7 is another.
  if (typeof value === 'number') return value.toLocaleString(telling.words.language, { maximumFractionDigits: 20 })
  if (typeof value !== 'object') return valueInWords(String(value), telling)
  return Object.entries(value)
    .filter(([name]) => !UNTOLD.has(name))
    .map(([name, one]) => ({ name: partInWords(name, telling), value: partValue(name, one, telling) }))
    .filter((part) => part.value !== '')
    .map((part) => telling.words.say('pair', part))
    .join(' ; ')
}

/** `accueil.hours.1` as « Accueil de la mairie, Heures, lundi ». */
function partInWords(path: string, { words, names }: AuditTelling): string {
  const pieces = path === '' ? [] : path.split('.')
  return pieces
    .map((piece) => {
      const word = `part.${piece}`
      return names[piece] ?? (words.has(word) ? words.say(word) : piece)
    })
    .join(', ')
}

/** Of drafts, which entries: their versions are the software's. */
function partValue(name: string, value: AuditValue, telling: AuditTelling): string {
  return inWords(name === 'drafts' && isParts(value) ? Object.keys(value) : value, telling)
}

function valueInWords(value: string, { words, names }: AuditTelling): string {
  const word = `value.${value}`
  return names[value] ?? (words.has(word) ? words.say(word) : value)
}

function isRange(value: AuditValue): value is string[] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => /^\d\d:\d\d$/.test(String(one)))
}

function isParts(value: AuditValue): value is Record<string, AuditValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function partsOf(value: AuditValue): Record<string, AuditValue> {
  return isParts(value) ? value : value === null ? {} : { '': value }
}
