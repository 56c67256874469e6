import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type Erasure, erasureOf } from '../../features/retention/erasure.js'
import { communeFiles, communeIdIn } from '../../features/settings/load-town.js'
import { unlessMissing } from '../../platform/store/file-system.js'
import { isFileOf } from '../communes/commune-archive.js'
import { townLinesOf } from './read-backup.js'
import { erasedSince } from './restore-backup.js'

/** What becomes of each commune when a backup of everything is put back. */
export interface RestoredCommunes {
  /** Ids of those that come back as they were. */
  back: string[]
  /** Those of the backup that have left the server since, when, and their files there: nothing of them comes back. */
  gone: { id: string; at: string; file: string }[]
  /** Ids of those that are here and not in the backup: their data would be no more. */
  lost: string[]
  /** Files of the backup whose communes have one of another name here: that one stays, and no second one comes beside it. */
  renamed: string[]
}

/** Where communes may be known from now. */
export interface Here {
  /** The folder of the town that the settings name. */
  townDir: string
  /** What `--erasures` names, a list or the data folder that was put aside, or `null`. */
  former: string | null
}

/**
 * Says what becomes of each commune before anything is written. One that left the server and is there again comes back. The id of a commune is what its
 * file says, whatever the name of the file.
 * @param madeAt the instant of the backup
 */
export async function communesRestored(
  file: string,
  { erasures, madeAt }: { erasures: readonly Erasure[]; madeAt: string },
  { townDir, former }: Here,
): Promise<RestoredCommunes> {
  const inTown = await communeFiles(townDir)
  const here = new Set(inTown.map(({ id }) => id))
  // A data folder has the town's folder in it, where the settings name no other.
  if (former !== null && (await unlessMissing(stat(former)))?.isDirectory())
    for (const { id } of await communeFiles(path.join(former, 'town'))) here.add(id)
  const kept = await communesKept(file)
  const ofCommune = (id: string) => erasedSince(erasureOf('commune', id, ''), { erasures, madeAt })
  const gone = [...kept].flatMap(([id, town]) => {
    const at = here.has(id) ? undefined : ofCommune(id)
    return at === undefined ? [] : [{ id, at, file: town }]
  })
  const isGone = (id: string) => gone.some((one) => one.id === id)
  return {
    back: [...kept.keys()].filter((id) => !isGone(id)),
    gone,
    lost: [...here].filter((id) => !kept.has(id)).sort(),
    renamed: inTown.flatMap(({ id, file: own }) => {
      const town = kept.get(id)
      return town === undefined || path.basename(town) === path.basename(own) ? [] : [town]
    }),
  }
}

const COMMUNE_FILE = /^communes\/([^/]+)\.json$/

/** Whether a file of a backup's town is not put back: its commune is gone, or has a file of another name here. */
export function staysAway({ gone, renamed }: Pick<RestoredCommunes, 'gone' | 'renamed'>, town: string): boolean {
  if (!COMMUNE_FILE.test(town)) return gone.some(({ id }) => isFileOf(id, town))
  return renamed.includes(town) || gone.some(({ file }) => file === town)
}

/** The communes of a backup, and the file of each in it. */
export async function communesKept(file: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for await (const { town, text } of townLinesOf(file))
    if (COMMUNE_FILE.test(town)) texts.set(town, (texts.get(town) ?? '') + text)
  return new Map([...texts].map(([town, text]) => [communeIdIn(text, town), town]))
}
