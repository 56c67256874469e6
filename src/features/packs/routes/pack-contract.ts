import { z } from 'zod'
import type { PackLicence } from '../../../platform/model/pack.js'
import type { FieldChange } from '../../entries/model/entry-diff.js'
import type { PackEntryState } from '../pack-update.js'

const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/)
const variables = z.record(z.string().max(80), z.string().max(200))

/** Where a pack is: an https address, or the text of its file. */
const place = {
  address: z.string().max(500).optional(),
  text: z.string().max(20_000_000).optional(),
}

/** Body of `POST /admin/packs/look`: one of `address` and `text`. */
export const lookRequest = z.strictObject({ ...place, variables: variables.default({}) })

/** Body of `POST /admin/packs`: what was looked at, whose key is trusted, and what is taken of it. */
export const followRequest = z.strictObject({
  ...place,
  variables: variables.default({}),
  /** The public key that was shown, whose fingerprint somebody has checked. */
  key: z.string().max(100),
  /** The version that was shown. */
  version: z.string().max(60),
  take: z.array(z.strictObject({ entryId, choice: z.enum(['merged', 'theirs']) })).max(5_000),
})
/** Body of `POST /admin/packs`. */
export type FollowRequest = z.input<typeof followRequest>

/** What a pack would change of an entry. */
export interface PackEntryView {
  entryId: string
  title: string
  state: PackEntryState | 'busy'
  /** From what the commune has to what would be written; empty when nothing would. */
  changes: FieldChange[]
  /** Fields that both changed: the commune's text is kept unless it takes the pack's. */
  conflicts: string[]
}

/** A pack that was read and checked, and what it proposes. Nothing is written. */
export interface PackView {
  id: string
  title: string
  version: string
  licence: PackLicence
  source: { name: string; url: string }
  publishedAt: string
  notes: string
  entries: number
  key: string
  fingerprint: string
  /** Communes of this server that follow it. */
  followers: number
  /** Whether the commune follows it already. */
  followed: boolean
  /** Services that it names and that the commune does not have under that name. */
  unknownServices: string[]
  /** The commune's own. */
  services: { id: string; name: string }[]
  variables: Record<string, string>
  /** Those that say the same are left out. */
  updates: PackEntryView[]
}

/** Packs that the commune follows. */
export interface PacksView {
  packs: {
    id: string
    title: string
    version: string
    licence: PackLicence
    sourceName: string
    /** Empty for a pack given as a file. */
    address: string
    fingerprint: string
    followers: number
    since: string
    by: string
  }[]
}

/** What was taken of a pack. */
export interface PackTakenView {
  id: string
  saved: number
  busy: string[]
}
