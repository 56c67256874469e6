import { z } from 'zod'
import { AppError } from '../model/app-error.js'
import { BIRTH_KINDS, type Birth, FORMAT } from './birth.js'

/** The latest `version` of the documents of each kind that has another than 1; a mark is told by its format. */
const LATEST: Readonly<Record<string, number>> = { unanswered: 2, birth: Number.POSITIVE_INFINITY }

/** The latest `version` of the documents of a kind that this code knows. */
export function latestVersion(kind: string): number {
  return LATEST[kind] ?? 1
}

/** Why a store is refused by this version of Guichet, for whoever is to install another. */
export class NewerFormat extends Error {
  /** The least version of Guichet that reads it; `null`: it is not told. */
  readonly needs: string | null
  /** What was found to be newer: a file, a document, or tables. */
  readonly what: string

  constructor(what: string, needs: string | null) {
    super(`${what}: written by a later version of Guichet, ${needs ?? 'not told which'}; nothing was changed`)
    this.name = 'NewerFormat'
    this.needs = needs
    this.what = what
  }
}

/** The error of a store that a later version of Guichet has written. */
export function newerFormat(what: string, needs: string | null = null): AppError {
  return new AppError('storage_newer', 503, { cause: new NewerFormat(what, needs) })
}

/** Whether a store was refused because a later version of Guichet has written it. */
export function isNewer(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage_newer'
}

/** @throws AppError `storage_newer` for a document of a later version than this code knows */
export function requireKnownVersion(document: object, { what, latest }: { what: string; latest: number }): void {
  const version = (document as { version?: unknown }).version
  if (typeof version === 'number' && version > latest) throw newerFormat(what)
}

/** What every later version's mark has too. */
export const anyMark = z.object({ format: z.number(), needs: z.string().optional() })
const birthShape = z.object({
  version: z.literal(1),
  kind: z.enum(BIRTH_KINDS),
  bornAt: z.string(),
  format: z.number(),
  needs: z.string(),
})

/**
 * The mark of what was kept, as it was read; `null` when there is none.
 * @throws AppError `storage_newer` for a later format, `storage_unavailable` for what is no mark: nothing is guessed beside it
 */
export function readMark(document: unknown, what: string): Birth | null {
  if (document === null || document === undefined) return null
  const any = anyMark.safeParse(document)
  if (any.success && any.data.format > FORMAT) throw newerFormat(what, any.data.needs ?? null)
  const mark = birthShape.safeParse(document)
  if (mark.success) return mark.data
  throw new AppError('storage_unavailable', 503, {
    cause: new Error(`${what} does not say what was born here. Put it back from a backup, or take it away`),
  })
}
