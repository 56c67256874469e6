import { link, readFile, rm } from 'node:fs/promises'
import type { z } from 'zod'
import { AppError } from '../../platform/model/app-error.js'
import { replaceFile } from '../../platform/store/replace-file.js'
import { openDigested, withDigest } from '../../platform/text/digested-json.js'

/** Ends the name of the former version of a document, beside it. */
export const FORMER_SUFFIX = '.bak'

type Found<T> = { state: 'sound'; data: T } | { state: 'missing' | 'torn' }

/**
 * Reads a document that people made, or its former version when it is missing, cut, altered or of no such shape; `null` when there is neither.
 * @param onRecovered told that the former version was read
 * @throws AppError `storage_unavailable`, naming the file, when neither can be read: it is never begun anew; and what the file system throws
 */
export async function readKept<T>(path: string, shape: z.ZodType<T>, onRecovered: () => void): Promise<T | null> {
  const document = await find(path, shape)
  if (document.state === 'sound') return document.data
  const former = await find(path + FORMER_SUFFIX, shape)
  if (former.state === 'sound') {
    onRecovered()
    return former.data
  }
  if (document.state === 'missing' && former.state === 'missing') return null
  throw new AppError('storage_unavailable', 503, {
    cause: new Error(`neither the document nor its former version can be read: ${path}. Put it back from a copy`),
  })
}

/** Writes a document durably, with its digest, and keeps the version that it replaces beside it, when that one is sound. Callers write one version at a time. */
export async function writeKept<T extends object>(path: string, shape: z.ZodType<T>, data: T): Promise<void> {
  if ((await find(path, shape)).state === 'sound') {
    await rm(path + FORMER_SUFFIX, { force: true })
    await link(path, path + FORMER_SUFFIX)
  }
  await replaceFile(path, withDigest(JSON.stringify(data)))
}

async function find<T>(path: string, shape: z.ZodType<T>): Promise<Found<T>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return { state: 'missing' }
  const read = shape.safeParse(openDigested(text))
  return read.success ? { state: 'sound', data: read.data } : { state: 'torn' }
}
