import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { entryIdShape } from '../../platform/http/shapes.js'
import { fieldChangeShape } from '../entries/contract.js'
import { PACK_LICENCES } from './pack.js'

/**
 * What became of an entry of a pack. `new`: the commune has none of this id; `theirs`: the pack changed, not the commune; `ours`: the commune changed, not the
 * pack; `both`: both did; `withdrawn`: the pack no longer has it; `same`: nothing to do.
 */
export const PACK_ENTRY_STATES = ['new', 'theirs', 'ours', 'both', 'withdrawn', 'same'] as const
/** One of {@link PACK_ENTRY_STATES}. */
export type PackEntryState = (typeof PACK_ENTRY_STATES)[number]

const variables = z.record(z.string().max(80), z.string().max(200))

/** Where a pack is: an https address, or the text of its file. */
const place = {
  address: z.string().max(500).exactOptional(),
  text: z.string().max(20_000_000).exactOptional(),
}

/** What is looked at: one of `address` and `text`. */
export const lookRequest = z.strictObject({ ...place, variables: variables.default({}) })

/** What was looked at, whose key is trusted, and what is taken of it. */
export const followRequest = z.strictObject({
  ...place,
  variables: variables.default({}),
  /** The public key that was shown, whose fingerprint somebody has checked. */
  key: z.string().max(100),
  /** The version that was shown. */
  version: z.string().max(60),
  take: z.array(z.strictObject({ entryId: entryIdShape, choice: z.enum(['merged', 'theirs']) })).max(5_000),
})
/** See {@link followRequest}. */
export type FollowRequest = z.input<typeof followRequest>

/** What a pack would change of an entry. */
const packEntry = z.object({
  entryId: z.string(),
  title: z.string(),
  state: z.enum([...PACK_ENTRY_STATES, 'busy']),
  /** From what the commune has to what would be written; empty when nothing would. */
  changes: z.array(fieldChangeShape),
  /** Fields that both changed: the commune's text is kept unless it takes the pack's. */
  conflicts: z.array(z.string()),
})

/** A pack that was read and checked, and what it proposes. Nothing is written. */
const lookedPack = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  licence: z.enum(PACK_LICENCES),
  source: z.object({ name: z.string(), url: z.string() }),
  publishedAt: z.string(),
  notes: z.string(),
  entries: z.number(),
  key: z.string(),
  fingerprint: z.string(),
  /** Communes of this server that follow it. */
  followers: z.number(),
  /** Whether the commune follows it already. */
  followed: z.boolean(),
  /** Services that it names and that the commune does not have under that name. */
  unknownServices: z.array(z.string()),
  /** The commune's own. */
  services: z.array(z.object({ id: z.string(), name: z.string() })),
  variables: z.record(z.string(), z.string()),
  /** Those that say the same are left out. */
  updates: z.array(packEntry),
})

/** Packs that the commune follows. */
const packs = z.object({
  packs: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      version: z.string(),
      licence: z.enum(PACK_LICENCES),
      sourceName: z.string(),
      /** Empty for a pack given as a file. */
      address: z.string(),
      fingerprint: z.string(),
      followers: z.number(),
      since: z.string(),
      by: z.string(),
    }),
  ),
})

/** What was taken of a pack; `busy`: entries that somebody was writing, of which nothing was changed. */
const taken = z.object({ id: z.string(), saved: z.number(), entryIds: z.array(z.string()), busy: z.array(z.string()) })

/** Shapes of what these routes answer. */
export type PackEntryView = z.infer<typeof packEntry>
export type PackView = z.infer<typeof lookedPack>
export type PacksView = z.infer<typeof packs>

const staff = { access: ['curator', 'admin'], errors: [401, 403, 422] } as const satisfies Partial<Route>
const typed = { address: 'curated', text: 'checked', 'variables.*': 'curated' } as const

/** Packs that the commune follows. */
export const packRoutes = {
  list: route({
    ...staff,
    method: 'get',
    path: '/admin/packs',
    summary: 'Packs that the commune follows',
    answer: packs,
    errors: [401, 403],
  }),
  look: route({
    ...staff,
    method: 'post',
    path: '/admin/packs/look',
    summary: 'Read and check a pack, and say what it would change; nothing is written',
    body: lookRequest,
    typed,
    answer: lookedPack,
  }),
  follow: route({
    ...staff,
    method: 'post',
    path: '/admin/packs',
    summary: 'Follow a pack whose key is trusted, and save what is taken of it as drafts',
    body: followRequest,
    typed: { ...typed, key: 'checked', version: 'checked' },
    answer: taken,
    status: 201,
    errors: [401, 403, 409, 422],
  }),
  drop: route({
    access: ['admin'],
    method: 'delete',
    path: '/admin/packs/{id}',
    summary: 'Follow a pack no longer; its entries stay',
    answer: null,
    errors: [401, 403, 404],
  }),
}
