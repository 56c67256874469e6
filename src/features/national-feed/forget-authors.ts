import type { Commune } from '../../platform/model/commune.js'
import { retentionDaysOf } from '../retention/retention.js'
import { type CommuneChoices, changeChoices, readChoices } from './commune-choices.js'

const DAY_MS = 24 * 3_600_000

interface Parts {
  folder: string
  communes: ReadonlyMap<string, Commune>
}

/**
 * Forgets who wrote the notes of communes on national entries, once the days of their audit are over: the notes stay. Asked at each sweep, it looks once a
 * day, since these files are read from the disk.
 */
export function createAuthorSweep({ folder, communes }: Parts): (at: Date) => Promise<void> {
  let lastDay = ''
  return async (at) => {
    const day = at.toISOString().slice(0, 10)
    if (day === lastDay) return
    for (const { id, privacy } of communes.values())
      await forgetAuthors(folder, id, new Date(at.getTime() - retentionDaysOf(privacy).audit * DAY_MS).toISOString())
    lastDay = day
  }
}

async function forgetAuthors(folder: string, communeId: string, before: string): Promise<void> {
  const isOld = ({ by, at }: CommuneChoices['notes'][string]) => by !== '' && at < before
  if (!Object.values((await readChoices(folder, communeId)).notes).some(isOld)) return
  await changeChoices(folder, communeId, (choices) => ({
    ...choices,
    notes: Object.fromEntries(
      Object.entries(choices.notes).map(([id, note]) => [id, isOld(note) ? { ...note, by: '' } : note]),
    ),
  }))
  // Once more: the former version, beside it, still has the names.
  await changeChoices(folder, communeId, (choices) => choices)
}
