import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { type Erasure, erasureOf } from '../../features/retention/erasure.js'
import { unlessMissing } from '../../platform/store/file-system.js'
import { townLinesOf } from './read-backup.js'
import { erasedSince } from './restore-backup.js'

/** What becomes of each commune when a backup of everything is put back. */
export interface RestoredCommunes {
  /** Ids of those that come back as they were. */
  back: string[]
  /** Those of the backup that have left the server since, and when: nothing of them comes back. */
  gone: { id: string; at: string }[]
  /** Ids of those that are here and not in the backup: their data would be no more. */
  lost: string[]
}

/** Where communes may be known from now. */
export interface Here {
  /** The folder of the town that the settings name. */
  townDir: string
  /** What was put aside, where it is a data folder, or `null`. */
  former: string | null
}

/**
 * Says what becomes of each commune before anything is written. One that left the server and is there again comes back.
 * @param madeAt the instant of the backup
 */
export async function communesRestored(
  file: string,
  { erasures, madeAt }: { erasures: readonly Erasure[]; madeAt: string },
  { townDir, former }: Here,
): Promise<RestoredCommunes> {
  const here = new Set(await communesIn(townDir))
  // A data folder has the town's folder in it, where the settings name no other.
  if (former !== null) for (const id of await communesIn(path.join(former, 'town'))) here.add(id)
  const kept = new Set<string>()
  for await (const { town } of townLinesOf(file)) {
    const id = COMMUNE_FILE.exec(town)?.[1]
    if (id !== undefined) kept.add(id)
  }
  const ofCommune = (id: string) => erasedSince(erasureOf('commune', id, ''), { erasures, madeAt })
  const gone = [...kept].flatMap((id) => {
    const at = here.has(id) ? undefined : ofCommune(id)
    return at === undefined ? [] : [{ id, at }]
  })
  const isGone = (id: string) => gone.some((one) => one.id === id)
  return { back: [...kept].filter((id) => !isGone(id)), gone, lost: [...here].filter((id) => !kept.has(id)).sort() }
}

const COMMUNE_FILE = /^communes\/([^/]+)\.json$/

async function communesIn(townDir: string): Promise<string[]> {
  const names = (await unlessMissing(readdir(path.join(townDir, 'communes')))) ?? []
  return names.flatMap((name) => COMMUNE_FILE.exec(`communes/${name}`)?.[1] ?? [])
}
