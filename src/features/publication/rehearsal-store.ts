import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import type { SearchDocument } from '../../search/analysed-document.js'
import type { Calibration } from '../../search/calibration.js'
import type { Base } from '../entries/catalogue/base.js'
import type { Fold } from '../entries/catalogue/leave-out.js'
import { measureKeys } from '../entries/catalogue/measure-keys.js'
import { keyOfQuestion, type Rehearsal, type Rehearsed } from './rehearsed.js'

/** Parts among which the questions of an entry are dealt: an index that lacks one of them lacks a fifth of its questions. */
export const PARTS = 5

/**
 * Deals every example question of every entry to parts. Where the questions of an entry go depends on this entry alone, so that changing another one moves
 * none of them.
 */
export function dealParts(documents: readonly SearchDocument[]): Fold[] {
  const parts: Fold[] = Array.from({ length: PARTS }, () => [])
  for (const [document, { id, questions }] of documents.entries()) {
    const placed = [...new Set(questions)].map((question) => ({ question, place: placeOf(`${id} ${question}`) }))
    placed.sort((a, b) => a.place - b.place || (a.question < b.question ? -1 : 1))
    const first = placeOf(id)
    for (const [i, { question }] of placed.entries()) parts[(first + i) % PARTS]?.push({ document, question })
  }
  return parts
}

/** A number that only depends on a text. */
function placeOf(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0)
}

/** A rehearsal, and when it was made. */
export interface DatedRehearsal {
  rehearsal: Rehearsal
  /** ISO instant. */
  at: string
}

/** Keeps rehearsals of what is served on disk, so that a restart does not ask every example question again. */
export interface RehearsalStore {
  /** Whether one of a base is there, as far as can be told without reading it. */
  has(base: Base): Promise<boolean>
  /** That of a base, if it was of this content, encoder and calibration, without its indexes; `null` where the file is not whole. */
  read(base: Base): Promise<DatedRehearsal | null>
  /** @throws when the folder cannot be written */
  write(dated: DatedRehearsal): Promise<void>
}

/** Raised when questions are dealt, asked or decided otherwise, so that former rehearsals are not taken for it. */
const FORMAT = 1
/** Rehearsals kept on disk, of some hundred kilobytes each; those used least recently go. */
const MOST_FILES = 20
const SUFFIX = '.json.gz'

const decided = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.string() }),
  z.strictObject({ kind: z.literal('clarify'), ids: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('none') }),
])
/** What came of a question; which one follows from its place among those that are dealt. */
const row = z.tuple([decided, z.number(), z.number(), z.array(z.string()), z.number(), z.number(), z.number()])
const file = z.strictObject({ key: z.string(), at: z.iso.datetime(), rows: z.array(row) })

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** One file a rehearsal under a folder, which is created at the first write. A file that is torn, or of something else, is none. */
export function openRehearsalStore(folder: string, calibration: Calibration): RehearsalStore {
  const keyOf = measureKeys(calibration, 'rehearsal', FORMAT)
  const pathOf = (base: Base) => join(folder, keyOf(base).slice(0, 32) + SUFFIX)
  return {
    has: (base) =>
      stat(pathOf(base)).then(
        () => true,
        () => false,
      ),
    async read(base) {
      try {
        const { key, at, rows } = file.parse(JSON.parse((await decompress(await readFile(pathOf(base)))).toString()))
        const asked = askedOf(base)
        if (key !== keyOf(base) || rows.length !== asked.length) return null
        const replies = asked.map((one, i) => toReply(one, rows[i] as z.infer<typeof row>))
        const byKey = new Map(replies.map((reply) => [keyOfQuestion(reply.from, reply.question), reply]))
        return { at, rehearsal: { base, indexes: [], replies: byKey } }
      } catch {
        return null
      }
    },
    async write({ rehearsal: { base, replies }, at }) {
      const rows = askedOf(base).map(({ from, question }) =>
        toRow(replies.get(keyOfQuestion(from, question)) as Rehearsed),
      )
      const bytes = await compress(JSON.stringify({ key: keyOf(base), at, rows }))
      const temporary = `${pathOf(base)}.${randomUUID()}.tmp`
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        await writeFile(temporary, bytes, { mode: 0o600 })
        await rename(temporary, pathOf(base))
      } finally {
        await rm(temporary, { force: true })
      }
      await makeRoom(folder)
    },
  }
}

/** Every question of a base in the order in which it is dealt. */
function askedOf({ documents }: Base): Pick<Rehearsed, 'from' | 'question' | 'part'>[] {
  return dealParts(documents).flatMap((fold, part) =>
    fold.map(({ document, question }) => ({ from: documents[document]?.id ?? '', question, part })),
  )
}

function toRow(reply: Rehearsed): z.infer<typeof row> {
  const { decided, confidence, edge, candidates, meaning, centre, words } = reply
  return [decided, confidence, edge, candidates, meaning, centre, words]
}

function toReply(asked: Pick<Rehearsed, 'from' | 'question' | 'part'>, kept: z.infer<typeof row>): Rehearsed {
  const [decided, confidence, edge, candidates, meaning, centre, words] = kept
  return { ...asked, decided, confidence, edge, candidates, meaning, centre, words }
}

async function makeRoom(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX))
  if (names.length <= MOST_FILES) return
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  )
  const oldest = dated.sort((a, b) => a.at - b.at).slice(0, names.length - MOST_FILES)
  for (const { name } of oldest) await rm(join(folder, name), { force: true })
}
