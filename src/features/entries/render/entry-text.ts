import { z } from 'zod'
import {
  type Entry,
  SECTION_KEYS,
  SECTION_TITLES,
  type SectionKey,
  SIMPLE_TITLE,
} from '../../../platform/model/entry.js'

/** A file that could not be read as an entry, and why in words. */
export interface EntryFault {
  file: string
  fault: string
}

/** The YAML between the two lines of hyphens that open a file, and what follows. @throws Error */
export function splitFrontMatter(text: string): { fields: string; body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text)
  if (!match) throw new Error('no front matter between two lines of three hyphens')
  return { fields: match[1] ?? '', body: match[2] ?? '' }
}

/** The sections of a text, by their French headings, empty where it has none, and its simplified version, if there is one. @throws Error with the fault in words */
export function parseSections(body: string): Pick<Entry, 'sections' | 'simple'> {
  const written = sectionsOf(body, [...Object.values(SECTION_TITLES), SIMPLE_TITLE], 'the seven')
  const sections = SECTION_KEYS.map((key) => [key, optional(written, SECTION_TITLES[key])])
  const simple = written.get(plainTitle(SIMPLE_TITLE)) ?? null
  if (simple === '') throw new Error(`section "${SIMPLE_TITLE}" is empty: write it, or take its heading away`)
  return { sections: Object.fromEntries(sections) as Record<SectionKey, string>, simple }
}

/** Headings of an office's file, by the section of an answer that each becomes. */
const OFFICE_TITLES = {
  brief: 'Ce que fait cet organisme',
  online: 'Comment le joindre',
  place: 'Qui peut vous aider',
} as const satisfies Partial<Record<SectionKey, string>>

/** The three sections of an office's text, by their French headings; the others are empty. @throws Error with the fault in words */
export function parseOfficeSections(body: string): Entry['sections'] {
  const written = sectionsOf(body, Object.values(OFFICE_TITLES), 'the three')
  const sections = SECTION_KEYS.map((key) => [
    key,
    key in OFFICE_TITLES ? required(written, OFFICE_TITLES[key as keyof typeof OFFICE_TITLES]) : '',
  ])
  return Object.fromEntries(sections) as Record<SectionKey, string>
}

/** The texts under the headings of a body, by {@link plainTitle}. @param which how a fault names the headings that are known */
function sectionsOf(body: string, titles: readonly string[], which: string): Map<string, string> {
  const known = new Set(titles.map(plainTitle))
  const parts = body.split(/^## +(.+)$/m)
  const written = new Map<string, string>()
  if (parts[0]?.trim()) throw new Error('text before the first section')
  for (let index = 1; index < parts.length; index += 2) {
    const title = (parts[index] ?? '').trim()
    if (!known.has(plainTitle(title))) throw new Error(`section "${title}" is not one of ${which}`)
    if (written.has(plainTitle(title))) throw new Error(`section "${title}" is written twice`)
    written.set(plainTitle(title), (parts[index + 1] ?? '').trim())
  }
  return written
}

function required(written: ReadonlyMap<string, string>, title: string): string {
  const content = written.get(plainTitle(title))
  if (!content) throw new Error(`section "${title}" is missing or empty`)
  return content
}

/** A section that may be left out, heading and all. */
function optional(written: ReadonlyMap<string, string>, title: string): string {
  return written.has(plainTitle(title)) ? required(written, title) : ''
}

function plainTitle(title: string): string {
  return title.replace(/’/g, "'").trim().toLowerCase()
}

/** A fault of a file, in words. */
export function describeFault(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
