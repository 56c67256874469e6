import { createHash } from 'node:crypto'
import type { Guide } from '../../../platform/model/guide.js'
import { writtenOf } from '../model/bind-guide.js'

/** Guides never change in place. */
const known = new WeakMap<Guide, string>()

/** A digest of what a guide of the files asks and says: one that a curator made from it names it, and is known as older once it changes. Pure. */
export function guideDigest(guide: Guide): string {
  const former = known.get(guide)
  if (former) return former
  const digest = createHash('sha256')
    .update(JSON.stringify(writtenOf(guide)))
    .digest('hex')
    .slice(0, 12)
  known.set(guide, digest)
  return digest
}

/** Whether a curator's guide was made from one of the files that has changed since. Pure. @param file that of the files now, if there is one */
export function isGuideOutdated(madeFrom: string | undefined, file: Guide | null | undefined): boolean {
  return madeFrom !== undefined && Boolean(file) && madeFrom !== guideDigest(file as Guide)
}
