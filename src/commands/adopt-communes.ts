import { existsSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config.js'
import { ownEntryFolders } from '../features/entries/catalogue/load-own-entries.js'
import { placesFile } from '../features/places/places-file.js'
import { communesFolder } from '../features/settings/load-communes.js'
import { type CommuneFile, communeFiles, communesLeftInContent } from '../features/settings/load-town.js'
import { errorCode, makeFolder, nodeFileSystem } from '../platform/store/file-system.js'

interface Move {
  from: string
  to: string
}

/** Reasons for which what was copied cannot be taken away: the content is another account's, or on a disk that is only read. */
const NOT_OURS = ['EROFS', 'EACCES', 'EPERM', 'EBUSY']

/**
 * Moves the communes that an earlier version read among the content, with their entries, places and replies, into the town folder. All is copied before
 * anything is taken away, and nothing is overwritten.
 * @returns the exit status: 0, or 1 when there is nothing to move, or something in the way
 */
export async function adoptCommunes(config: Config): Promise<number> {
  const served = new Set((await communeFiles(config.townDir)).map(({ id }) => id))
  const left = (await communesLeftInContent(config)).filter(({ id }) => !served.has(id))
  if (left.length === 0) {
    process.stderr.write(`Il n’y a rien à déplacer de ${communesFolder(config.knowledgeDir)}.\n`)
    return 1
  }
  const moves = left.flatMap((one) => movesOf(one, config)).filter(({ from }) => existsSync(from))
  const targets = moves.map(({ to }) => to)
  const inTheWay = targets.filter((to, index) => existsSync(to) || targets.indexOf(to) < index)
  if (inTheWay.length > 0) {
    process.stderr.write(`Rien n’a été déplacé, car il y a déjà :\n${linesOf(inTheWay)}`)
    return 1
  }
  for (const { from, to } of moves) {
    await makeFolder(nodeFileSystem, dirname(to))
    await cp(from, to, { recursive: true, errorOnExist: true, force: false })
    process.stdout.write(`${from} → ${to}\n`)
  }
  const kept = await takeAway(moves)
  if (kept.length > 0)
    process.stdout.write(`Copiés, mais laissés aussi où ils étaient, où rien ne les lit plus :\n${linesOf(kept)}`)
  return 0
}

/** The commune's file is the last one: until it is there, the commune is not, and a move that was stopped is seen. */
function movesOf({ id, file }: CommuneFile, { knowledgeDir, intentsDir, townDir }: Config): Move[] {
  const [before, now] = [communesFolder(knowledgeDir), communesFolder(townDir)]
  const own = ownEntryFolders(townDir, id)
  return [
    { from: join(before, id), to: own.knowledgeDir },
    { from: join(intentsDir, 'communes', id), to: own.intentsDir },
    { from: join(before, `${id}.jsonl`), to: join(now, `${id}.jsonl`) },
    { from: placesFile(knowledgeDir, id), to: placesFile(townDir, id) },
    { from: join(knowledgeDir, 'replies', id), to: join(townDir, 'replies', id) },
    { from: file, to: join(now, `${id}.json`) },
  ]
}

/** @returns what could not be taken away */
async function takeAway(moves: readonly Move[]): Promise<string[]> {
  const kept: string[] = []
  for (const { from } of moves) {
    try {
      await rm(from, { recursive: true })
    } catch (error) {
      if (!NOT_OURS.includes(errorCode(error) ?? '')) throw error
      kept.push(from)
    }
  }
  return kept
}

function linesOf(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}\n`).join('')
}
