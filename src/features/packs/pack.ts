import type { EntryContent } from '../entries/model/entry-record.js'

/** The newest format of packs that this version reads. */
export const PACK_FORMAT = 3
/** The format in which a pack is written: 3 when an entry has short answers, 2 when one has a guide or translations, else the first, which every version reads. Pure. */
export function formatOf({ entries }: Pick<Pack, 'entries'>): number {
  if (entries.some(({ short }) => short)) return 3
  return entries.some(({ guide, translations }) => guide || translations) ? 2 : 1
}

/** Licences under which entries may be shared and changed; a pack under any other is refused. */
export const PACK_LICENCES = ['Licence Ouverte 2.0', 'ODbL 1.0', 'CC0 1.0', 'CC BY 4.0', 'CC BY-SA 4.0'] as const
/** One of {@link PACK_LICENCES}. */
export type PackLicence = (typeof PACK_LICENCES)[number]

/** An entry of a pack; it may hold `{{service.field}}` variables that each commune fills in. */
export type PackEntry = EntryContent & { id: string }

/** A set of entries shared between communes. */
export interface Pack {
  /** 1 to 80 of `a-z 0-9 -`; with the key that signs it, it names the pack. */
  id: string
  title: string
  /** Semantic version; an update is a greater one. */
  version: string
  licence: PackLicence
  source: { name: string /** Possibly empty. */; url: string }
  /** ISO instant. */
  publishedAt: string
  /** What this version changes, in the words of whoever publishes it; possibly empty. */
  notes: string
  entries: PackEntry[]
}

/** A pack as its file holds it. `signature` is Ed25519 over the canonical JSON of `{format, pack}`; keys and signatures are in base64. */
export interface SignedPack {
  format: number
  pack: Pack
  /** The public key, 32 bytes. */
  key: string
  /** 64 bytes. */
  signature: string
}

/** Why a pack is refused; each has its sentence `pack.refused.<code>` in `knowledge/messages/admin-packs.*.json`. */
export const PACK_REFUSALS = [
  'not_a_pack',
  'bad_field',
  'doubles',
  'personal_number',
  'too_deep',
  'newer_format',
  'unsigned',
  'tampered',
  'licence',
  'too_large',
  'changed_key',
  'other_pack',
  'older_version',
  'bad_address',
  'private_address',
  'unreachable',
] as const
/** One of {@link PACK_REFUSALS}. */
export type PackRefusal = (typeof PACK_REFUSALS)[number]

/** A pack that may be used, or why not, with what the sentence names. */
export type OpenedPack =
  | { outcome: 'opened'; pack: Pack; key: string }
  | { outcome: 'refused'; refusal: PackRefusal; parameters: Record<string, string> }

/** What a commune fills in: a service of the pack by one of its own (`etat-civil` → `accueil`), or one variable by a text (`etat-civil.telephone`). */
export type PackVariables = Readonly<Record<string, string>>

/** That a commune follows a pack. The key was trusted when it was first seen; a pack signed by another is refused. */
export interface PackSubscription {
  communeId: string
  packId: string
  title: string
  /** `https://…`, or empty for a pack given as a file. */
  address: string
  key: string
  licence: PackLicence
  sourceName: string
  /** The version that was last looked at and decided. */
  version: string
  variables: PackVariables
  /** What the pack said of each entry when it was last taken, variables filled in: from it, what is changed here is known. */
  base: Readonly<Record<string, EntryContent>>
  /** ISO instant. */
  since: string
  by: { userId: string; userName: string }
}
