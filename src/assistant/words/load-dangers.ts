import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError, type EntryFault } from '../../features/entries/catalogue/load-entries.js'
import { EXAMPLE_LANGUAGES, RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../platform/model/language.js'
import type { Probability } from '../../platform/model/turn.js'
import { frenchTypography } from '../../platform/text/typography.js'
import type { SearchDocument } from '../../search/analysed-document.js'
import type { SearchResult } from '../../search/search-index.js'

/** Signals of danger, by the name of their intent, gravest first. They come before everything else. */
export const DANGER_SIGNALS = [
  'danger-vital',
  'danger-suicide',
  'danger-child',
  'danger-violence',
  'danger-homeless',
] as const

const EXAMPLES_IN = ['fr', ...EXAMPLE_LANGUAGES] as const
const sentence = z.string().trim().min(1)
const told = z.record(z.enum(RECOGNISED_LANGUAGES), sentence)
const texts = z.record(z.enum(EXAMPLES_IN), z.array(sentence).min(1))

const dangerFile = z.strictObject({
  kind: z.string().regex(/^[a-z-]+$/),
  rank: z.number().int().positive(),
  signal: z.enum(DANGER_SIGNALS).optional(),
  /** Entries that are for people in it: their example questions are neither urgent nor harmless. */
  entries: z.array(sentence).default([]),
  numbers: z.array(z.strictObject({ number: z.string().regex(/^\d[\d ]*$/), label: told })),
  source: z.strictObject({ name: sentence, url: z.url(), date: z.iso.date() }).optional(),
  says: told,
  examples: texts,
  harmless: texts,
})

/**
 * What somebody may be in danger of, as `knowledge/dangers/<kind>.json` tells it. Without a signal it is a sorrow: its sentence is said, and what was asked is
 * answered.
 */
export type Danger = z.infer<typeof dangerFile>

/**
 * Reads `<knowledgeDir>/dangers/*.json`, gravest first.
 * @throws ContentError with every file that cannot be read, every sentence that lacks a number of its kind, and what two files both claim
 */
export async function loadDangers(knowledgeDir: string): Promise<Danger[]> {
  const folder = join(knowledgeDir, 'dangers')
  const faults: EntryFault[] = []
  const dangers: Danger[] = []
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.json')).sort()) {
    const read = readDanger(await readFile(join(folder, name), 'utf8'))
    const found = 'fault' in read ? [read.fault] : faultsOf(read.danger, name, dangers)
    faults.push(...found.map((fault) => ({ file: `dangers/${name}`, fault })))
    if ('danger' in read) dangers.push(read.danger)
  }
  if (faults.length > 0) throw new ContentError(faults)
  return dangers.sort((a, b) => a.rank - b.rank)
}

/**
 * What a base listens for of dangers and sorrows: of each kind, how people in it write, and what only resembles it, apart.
 * @returns two documents a kind, of which {@link likelihoodOf} reads the first
 */
export function dangerDocuments(dangers: readonly Danger[]): SearchDocument[] {
  const documentOf = (id: string, { fr: questions, ...others }: Danger['examples']): SearchDocument => ({
    id,
    title: questions[0] as string,
    text: '',
    questions,
    abroad: Object.values(others).flat(),
    isNoticed: true,
  })
  return dangers.flatMap(({ kind, examples, harmless }) => [
    documentOf(idOf(kind), examples),
    documentOf(`calm:${kind}`, harmless),
  ])
}

/** How likely a message tells of a danger or sorrow, from what its search noticed. Pure. */
export function likelihoodOf({ kind }: Danger, noticed: SearchResult['noticed']): Probability {
  return noticed.get(idOf(kind)) ?? 0
}

function idOf(kind: string): string {
  return `danger:${kind}`
}

/** The sentence of a danger in a language, with the typography of French. */
export function sayDanger({ says }: Danger, language: RecognisedLanguage): string {
  return language === 'fr' ? frenchTypography(says.fr) : says[language]
}

function readDanger(text: string): { danger: Danger } | { fault: string } {
  try {
    return { danger: dangerFile.parse(JSON.parse(text)) }
  } catch (error) {
    if (!(error instanceof z.ZodError)) return { fault: `not JSON: ${(error as Error).message}` }
    return { fault: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') }
  }
}

function faultsOf(danger: Danger, name: string, others: readonly Danger[]): string[] {
  const { kind, rank, signal, numbers, source, says, examples, harmless } = danger
  const unsaid = RECOGNISED_LANGUAGES.flatMap((language) =>
    numbers
      .filter(({ number }) => !says[language].includes(number))
      .map(({ number }) => `says.${language}: ${number} is missing`),
  )
  const urgent = new Set(Object.values(examples).flat())
  const both = Object.values(harmless)
    .flat()
    .filter((text) => urgent.has(text))
  return [
    ...(name === `${kind}.json` ? [] : [`kind: "${kind}" is not the name of the file`]),
    ...others.filter((one) => one.rank === rank).map((one) => `rank: ${rank} is that of ${one.kind} too`),
    ...((signal === undefined) === (numbers.length === 0) ? [] : ['signal: a danger has numbers, a sorrow has none']),
    ...(numbers.length > 0 && !source ? ['source: the numbers need one'] : []),
    ...unsaid,
    ...both.map((text) => `harmless: "${text}" is an example too`),
  ]
}
