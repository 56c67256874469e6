import { z } from 'zod'
import type { NoteKey } from '../commune-choices.js'
import type { LineChange } from '../compare-lines.js'
import type { ImportReport } from '../feed-index.js'
import type { ImportFailure, ImportProgress } from '../national-feed.js'
import type { Standing } from '../standing.js'

const pattern = z.string().trim().min(1).max(120)
const text = z.string().trim().max(4_000)
const digest = z.string().regex(/^([0-9a-f]{16}|gone)$/)

/** `PUT /admin/imports/service-public/selection` */
export const selectionRequest = z.strictObject({
  themes: z.array(pattern).max(200),
  ids: z.array(pattern).max(2_000),
})

/** `POST /admin/imports/service-public` */
export const importRequest = z.strictObject({ acceptLosses: z.boolean().optional() })

/** `PUT /admin/imports/service-public/fiches/{id}/note`; `digest` is that of the text that it was written beside. */
export const noteRequest = z.strictObject({ digest, place: text, hours: text, papers: text, cost: text })

/** `POST /admin/imports/service-public/fiches/{id}/seen`; `digest` is that of the text that was seen, or `gone`. */
export const seenRequest = z.strictObject({ digest })

/** `GET /admin/imports/service-public/fiches` */
export const fichesQuery = z.object({
  show: z.enum(['review', 'all']).default('review'),
  q: z.string().max(200).default(''),
  from: z.coerce.number().int().min(0).default(0),
})

/** Fiches of one page of the list. */
export const FICHES_A_PAGE = 50

/** `GET /admin/imports/service-public` */
export interface NationalFeedView {
  /** What the operator has set; `null` when a feed can only be sent as an archive. */
  source: string | null
  /** Whether whoever asks may import: on a server with several communes, the texts are everybody's. */
  mayImport: boolean
  running: ImportProgress | null
  failure: ImportFailure | null
  /** The last import that went through; `null` before the first. */
  report: ImportReport | null
  selection: { themes: string[]; ids: string[] }
  /** What of the selection names no fiche of the feed: it is kept, and takes nothing. */
  unknown: { themes: string[]; ids: string[] }
  /** Fiches that the commune serves, and fiches that somebody should look at. */
  served: number
  toReview: number
  /** The widest themes, with how many fiches each has; most first. */
  themes: { id: string; title: string; fiches: number }[]
}

/** A fiche in the list. */
export interface FicheItemView {
  id: string
  title: string
  standing: Standing
  /** Whether the commune says something beside it: that is to be read again when the fiche has changed or gone. */
  hasNote: boolean
  /** Day of its last change, ISO `YYYY-MM-DD`. */
  modified: string | null
  url: string
}

/** `GET /admin/imports/service-public/fiches`: those to review first by note, then in the order of their titles. */
export interface FichesView {
  total: number
  fiches: FicheItemView[]
  /** Where the next page begins; `null` at the end. */
  next: number | null
}

/** `GET /admin/imports/service-public/fiches/{id}` */
export interface FicheView extends FicheItemView {
  /** What `seen` and `note` repeat: of the text that is shown, or `gone`. */
  digest: string
  /** Of a fiche that is gone: what takes its place. */
  successor: { id: string | null; title: string; url: string | null } | null
  /** What has changed since the commune has last seen it; empty when nothing has. Of a fiche that is gone: its last text, removed. */
  changes: LineChange[]
  note: Record<NoteKey, string> & { by: string; at: string }
}
