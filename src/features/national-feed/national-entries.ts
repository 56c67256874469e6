import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Commune } from '../../platform/model/commune.js'
import { readQuestions } from '../entries/catalogue/load-entries.js'
import type { OwnEntries } from '../entries/catalogue/load-own-entries.js'
import type { Entry } from '../entries/model/entry.js'
import { choicesFileOf, readChoices } from './commune-choices.js'
import { indexFile, SpoiltFeed } from './feed-index.js'
import { readRow, withRows } from './fiche-row.js'
import { FORMER_SUFFIX } from './kept-document.js'
import { nationalEntry } from './national-entry.js'
import { servedFiches } from './standing.js'

/** Where national entries come from. */
export interface NationalSource {
  /** See `feedFolder`. */
  folder: string
  /** Folder of the bank of questions: `service-public/<fiche>.json` in Botpress v12 intent format. */
  intentsDir: string
  communes: ReadonlyMap<string, Commune>
  /** Said where a fiche is too long for a card. */
  moreWords: string
  /** Told of what is damaged and left out until the next import: one fiche, or all of them without an id. */
  onSpoilt: (communeId: string, ficheId?: string) => void
  /** Told the file of a commune's choices that was damaged, and whose former version is used. */
  onRecovered: (file: string) => void
}

/** Rows read between two turns of the event loop. */
const ROWS_A_TURN = 25

/** The fiches that each commune has chosen of the national feed, as entries: above what communes share, below what the commune has of its own. */
export function nationalEntries(source: NationalSource): OwnEntries {
  const { folder, intentsDir, communes, moreWords, onSpoilt, onRecovered } = source
  return {
    has: (communeId) => existsSync(indexFile(folder)) && hasChosen(choicesFileOf(folder, communeId)),
    async load(communeId, shared) {
      const choices = await readChoices(folder, communeId, onRecovered)
      const covering = soleCoverage(shared)
      const owner = communes.get(communeId)?.reception ?? ''
      const entries = await withRows(folder, async (index, rows) => {
        const { at: importedAt } = index.report
        const read: Entry[] = []
        for (const id of servedFiches(index, choices)) {
          const entry = index.fiches[id]
          if (!entry) continue
          const row = await readRow(rows, entry).catch(unlessSpoilt(() => onSpoilt(communeId, id)))
          if (!row) continue
          const questions = await readQuestions(join(intentsDir, 'service-public', `${id}.json`))
          const note = choices.notes[id] ?? null
          const replaced = covering.get(id) ?? null
          // The questions of the entry that it replaces were written for it: the bank's are added.
          const asked = [...new Set([...(replaced?.questions ?? []), ...questions])]
          read.push(nationalEntry(row.fiche, { importedAt, owner, questions: asked, note, replaced, moreWords }))
          if (read.length % ROWS_A_TURN === 0) await nextTurn()
        }
        return read
      }).catch(unlessSpoilt(() => onSpoilt(communeId)))
      return { entries: entries ?? [], archivedIds: [] }
    },
  }
}

/** What is damaged takes away no other answer of the commune. */
function unlessSpoilt(tell: () => void): (error: unknown) => null {
  return (error) => {
    if (!(error instanceof SpoiltFeed)) throw error
    tell()
    return null
  }
}

/** A damaged file is reported when it is read, not here. */
function hasChosen(path: string): boolean {
  if (!existsSync(path)) return existsSync(path + FORMER_SUFFIX)
  try {
    const { selection } = JSON.parse(readFileSync(path, 'utf8')) as { selection: { themes: unknown[]; ids: unknown[] } }
    return selection.themes.length + selection.ids.length > 0
  } catch {
    return true
  }
}

/** The shared entry that answers from each fiche alone, where there is only one such entry. Entries that join several fiches stay beside it. */
function soleCoverage(shared: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const covering = new Map<string, Entry[]>()
  for (const entry of shared.values()) {
    const [id, ...others] = entry.servicePublic
    if (id !== undefined && others.length === 0) covering.set(id, [...(covering.get(id) ?? []), entry])
  }
  return new Map(
    [...covering].flatMap(([id, [entry, ...others]]) =>
      entry && others.length === 0 ? [[id, entry] as [string, Entry]] : [],
    ),
  )
}
