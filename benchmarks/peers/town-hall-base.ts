import { existsSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildNationalBase } from '../quality/national-base.js'

/** Least share of a dossier's fiches that the entries must name for the whole dossier to be taken. */
const LEAST_SHARE = 1 / 8

/** A fiche and the dossier that holds it; `null` of the few that are in none. */
export interface Filed {
  id: string
  dossier: string | null
}

interface Node {
  id?: string
  name?: string
  attributes?: { ID?: string }
  children?: Node[]
}

/**
 * The fiches that a large town would choose: those named by the entries (`servicePublic`), and every fiche of a dossier of which the
 * entries name at least an eighth. A fiche's dossier is the level just above it in its `FilDAriane`. Pure.
 */
export function chooseFiches(fiches: readonly Filed[], named: ReadonlySet<string>): Set<string> {
  const dossiers = new Map<string, { size: number; named: number }>()
  for (const { id, dossier } of fiches) {
    if (dossier === null) continue
    const known = dossiers.get(dossier) ?? { size: 0, named: 0 }
    dossiers.set(dossier, { size: known.size + 1, named: known.named + (named.has(id) ? 1 : 0) })
  }
  const isTaken = (dossier: string | null) => {
    const known = dossier === null ? undefined : dossiers.get(dossier)
    return known !== undefined && known.named / known.size >= LEAST_SHARE
  }
  return new Set(fiches.filter(({ id, dossier }) => named.has(id) || isTaken(dossier)).map(({ id }) => id))
}

/**
 * Writes `town-hall.jsonl`, the lines of the national base that {@link chooseFiches} chooses, anew each time since the entries may have changed.
 * @returns the file's path
 */
export async function buildTownHallBase(cacheDir: string, named: ReadonlySet<string>): Promise<string> {
  const national = (await readFile(await buildNationalBase(cacheDir), 'utf8')).trimEnd().split('\n')
  const lines = new Map(national.map((line) => [(JSON.parse(line) as { id: string }).id, line]))
  const chosen = chooseFiches(await readDossiers(join(cacheDir, 'package', 'data'), [...lines.keys()]), named)
  const path = join(cacheDir, 'town-hall.jsonl')
  const kept = [...lines].filter(([id]) => chosen.has(id)).map(([, line]) => `${line}\n`)
  await writeFile(`${path}.tmp`, kept.join(''))
  await rename(`${path}.tmp`, path)
  return path
}

/** The audience whose copy of a fiche the national base has: the first of these. */
const AUDIENCES = ['particuliers', 'associations', 'professionnels']

async function readDossiers(dataDir: string, ids: readonly string[]): Promise<Filed[]> {
  if (!existsSync(dataDir))
    throw new Error(`${dataDir} is missing: delete national.jsonl beside it, it is fetched anew`)
  const files = new Map<string, string>()
  for (const audience of [...AUDIENCES].reverse()) {
    for (const file of await readdir(join(dataDir, audience))) {
      files.set(file.replace(/\.json$/, ''), join(dataDir, audience, file))
    }
  }
  const filed: Filed[] = []
  for (const id of ids) {
    const file = files.get(id)
    filed.push({ id, dossier: file ? dossierOf(JSON.parse(await readFile(file, 'utf8')) as Node) : null })
  }
  return filed
}

function dossierOf(fiche: Node): string | null {
  const path = (fiche.children?.[0]?.children ?? []).find(({ name }) => name === 'FilDAriane')
  const levels = (path?.children ?? []).filter(({ name }) => name === 'Niveau')
  return levels.at(-2)?.attributes?.ID ?? null
}
