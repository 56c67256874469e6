import { join } from 'node:path'
import { z } from 'zod'
import { readKept, writeKept } from './kept-document.js'

/** The parts of a commune's own note on a fiche. */
export const NOTE_KEYS = ['place', 'hours', 'papers', 'cost'] as const
/** One of {@link NOTE_KEYS}. */
export type NoteKey = (typeof NOTE_KEYS)[number]

const note = z.object({
  place: z.string().default(''),
  hours: z.string().default(''),
  papers: z.string().default(''),
  cost: z.string().default(''),
  by: z.string(),
  at: z.string(),
})

const choicesFile = z.object({
  selection: z.object({ themes: z.array(z.string()), ids: z.array(z.string()), since: z.string() }),
  notes: z.record(z.string(), note),
  seen: z.record(z.string(), z.string()),
  settled: z.record(z.string(), z.record(z.string(), z.string())).default({}),
})

/** What a commune says beside a fiche: Markdown, with variables; empty where it says nothing. Who wrote it, and the ISO instant. */
export type LocalNote = z.infer<typeof note>

/** What a commune takes from the national feed, and what it adds. */
export interface CommuneChoices {
  /** `since`: ISO instant of the choice; what changed before it is no news. */
  selection: { themes: string[]; ids: string[]; since: string }
  /** By fiche. */
  notes: Record<string, LocalNote>
  /** Digest of the text of a fiche that a curator has seen last, or `gone`. */
  seen: Record<string, string>
  /** By entry, then by fiche: digest of the text that a curator found to change nothing in her entry, or `gone`. */
  settled: Record<string, Record<string, string>>
}

/** What {@link CommuneChoices.seen} has of a fiche that is known to be gone. */
export const SEEN_GONE = 'gone'

/** The file of a commune's choices. */
export function choicesFileOf(folder: string, communeId: string): string {
  return join(folder, 'communes', `${communeId}.json`)
}

/**
 * What a commune has chosen; nothing when it has not.
 * @param onRecovered told the file, when it was damaged and its former version is used
 * @throws AppError `storage_unavailable` when both are damaged
 */
export async function readChoices(
  folder: string,
  communeId: string,
  onRecovered: (file: string) => void = () => {},
): Promise<CommuneChoices> {
  const file = choicesFileOf(folder, communeId)
  const read = await readKept(file, choicesFile, () => onRecovered(file))
  return read ?? { selection: { themes: [], ids: [], since: '' }, notes: {}, seen: {}, settled: {} }
}

/** Changes are made one after another: each begins from what the last one wrote. */
let line: Promise<unknown> = Promise.resolve()

/** Changes what a commune has chosen, durably; the former version stays beside it. @throws AppError `storage_unavailable` when what it has chosen cannot be read */
export function changeChoices(
  folder: string,
  communeId: string,
  change: (choices: CommuneChoices) => CommuneChoices,
): Promise<CommuneChoices> {
  const changed = line.then(async () => {
    const next = change(await readChoices(folder, communeId))
    await writeKept(choicesFileOf(folder, communeId), choicesFile, next)
    return next
  })
  line = changed.catch(() => {})
  return changed
}
