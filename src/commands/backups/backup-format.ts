import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Birth, BirthKind } from '../../platform/store/birth.js'
import { anyMark } from '../../platform/store/newer-format.js'
import type { DocumentKind } from '../../store/document-kinds.js'
import { ALL_KINDS, type KindCount } from '../../store/move-documents.js'

/** Beside the backups: which one was last put back, and when. A restoration that nobody tried is a hope. */
const RESTORATION_FILE = 'guichet-restored.json'

const note = z.object({ backup: z.string(), at: z.iso.datetime() })

/** Notes beside a backup that it was put back; a folder that is only read keeps no note, and what was put back is there all the same. */
export async function noteRestoration(file: string, at: string): Promise<void> {
  const place = path.join(path.dirname(path.resolve(file)), RESTORATION_FILE)
  const text = `${JSON.stringify({ backup: path.basename(file), at })}\n`
  await writeFile(place, text, { mode: 0o600 }).catch(() => {})
}

/** When a backup of a folder was last put back; `null`: no note of it can be read. */
export async function lastRestoration(folder: string): Promise<{ backup: string; at: string } | null> {
  try {
    return note.parse(JSON.parse(await readFile(path.join(folder, RESTORATION_FILE), 'utf8')))
  } catch {
    return null
  }
}

/** Of the lines of a backup. One that is newer than this version knows is refused. */
export const BACKUP_VERSION = 2
/** Of the lines of an archive of one commune: a version that takes it for a backup of everything refuses it. */
export const COMMUNE_ARCHIVE_VERSION = 3

/** What is not in a backup: whoever is signed in signs in again, her browser asks again to be told, and what a machine knew of the time is of that machine. */
const PASSING_KINDS: readonly DocumentKind[] = ['sessions', 'presences', 'push', 'clock']

/** The kinds that are in a backup, in the order in which they are there. */
export const SAVED_KINDS = ALL_KINDS.filter((kind) => !PASSING_KINDS.includes(kind))

/** First line of a backup. */
export const backupHeader = z.object({
  format: z.literal('guichet-backup'),
  version: z.number().int().positive(),
  /** The instant of which everything is, by the machine's clock. */
  madeAt: z.iso.datetime(),
  /** The store that it was taken from; any can take it back. */
  store: z.enum(['lowdb', 'postgres']),
  /** The id of the commune that alone is in it; absent: it is a backup of everything. */
  commune: z.string().optional(),
  /** What `sealWord` gave: tells whether a key opens what was sealed. Missing where there was no key, and in backups of earlier versions. */
  keyWord: z.string().optional(),
  /** What the store notes of its birth. Missing in backups of earlier versions. */
  birth: anyMark.optional(),
})
/** First line of a backup. */
export type BackupHeader = z.infer<typeof backupHeader>

const savedKind = z.enum(SAVED_KINDS as [DocumentKind, ...DocumentKind[]])

/** Between the first line and the documents: a part of a file of the town folder, by its path in it. Parts of one file follow each other. */
export const townLine = z.strictObject({
  town: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.)[^\\\n]+$/),
  text: z.string(),
})
/** A part of a file of the town folder. */
export type TownLine = z.infer<typeof townLine>

/** Each line between those and the last. */
export const backupLine = z.strictObject({ kind: savedKind, key: z.string(), document: z.looseObject({}) })

/** Last line: what there must be before it. */
export const backupFooter = z.strictObject({
  end: z.strictObject({
    counts: z.array(z.strictObject({ kind: savedKind, count: z.number().int(), checksum: z.string() })),
    /** SHA-256 of every line before, line breaks included, uncompressed. */
    sha256: z.string(),
  }),
})

/** What a backup holds, once all of it was read and is as it says. */
export interface BackupManifest extends Omit<BackupHeader, 'birth'> {
  counts: KindCount[]
  sha256: string
  /** Whether it has files of a town. */
  hasTown: boolean
  birth: Birth | null
  /** Of what it was made, as its mark or its accounts tell; `null`: it holds nothing. */
  kind: BirthKind | null
}
