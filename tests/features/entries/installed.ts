import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEntry } from '../../../src/features/entries/catalogue/load-entries.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import type { Entry } from '../../../src/platform/model/entry.js'

/** Folders of the installed content. */
export const knowledgeDir = resolve('knowledge')
export const intentsDir = resolve('intents')

/** Ids of the files of a folder, by extension. */
export function idsIn(folder: string, extension: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .sort()
}

/** The JSON of a file of the intents' folder, or of one beneath it. */
export function readIntent(id: string, folder = intentsDir) {
  return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as {
    name: string
    contexts: string[]
    utterances: { fr: string[] }
    slots: { name: string; entities: string[] }[]
  }
}

/** One installed entry. @throws when the file cannot be read as an entry */
export function readEntry(id: string): Entry {
  return parseEntry(id, readFileSync(join(knowledgeDir, `${id}.md`), 'utf8'), readIntent(id).utterances.fr)
}

/** The demonstration commune, as written in its file. */
export const villebourg = JSON.parse(readFileSync(join(knowledgeDir, 'communes', 'villebourg.json'), 'utf8')) as Commune
