import { randomUUID } from 'node:crypto'
import { letBodyTakeTime } from '../../platform/http/body-time.js'
import { communeOf } from '../../platform/http/commune-origins.js'
import { FieldError } from '../../platform/http/problem.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import { foldText } from '../../platform/text/fold-text.js'
import { isServerAdmin, staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import { unknownIn } from '../entries/lint/unknown-variables.js'
import type { Publisher } from '../publication/publisher.js'
import { type CommuneChoices, changeChoices, type NoteKey, readChoices, SEEN_GONE } from './commune-choices.js'
import { compareLines } from './compare-lines.js'
import { type ConcernedNeeds, listConcerned, prepareDraft, settleNews } from './concerned-routes.js'
import {
  FICHES_A_PAGE,
  type FicheItemView,
  type FichesQuery,
  type FichesView,
  type FicheView,
  type NationalFeedView,
  nationalRoutes,
} from './contract.js'
import { type FeedIndex, type IndexedFiche, readIndex } from './feed-index.js'
import { type FicheRow, linesOf, readRow, withRows } from './fiche-row.js'
import type { NationalFeed } from './national-feed.js'
import { receiveArchive, type StartableFeed, startImport } from './receive-archive.js'
import { namesNothing } from './selection.js'
import { chosenFiches, ficheStanding, isToReview, seenDigest, servedFiches, successorView } from './standing.js'

/** What these routes need. */
export interface NationalRouteNeeds extends ConcernedNeeds {
  nationalFeed: StartableFeed & Pick<NationalFeed, 'source' | 'failure' | 'folder'>
  /** Serves what the commune has chosen. */
  publisher: Pick<Publisher, 'publishOwn'>
}

/** Serves {@link nationalRoutes}. */
export function serveNationalFeed(needs: NationalRouteNeeds): ServedRoute[] {
  const { nationalFeed: feed } = needs
  return [
    serve(nationalRoutes.state, ({ response }) => stateOf(needs, staffFrom(response).user)),
    serve(nationalRoutes.import, ({ body: { acceptLosses = false }, response }) => {
      if (feed.source === null) throw new AppError('no_feed_source', 409)
      startImport(feed, { from: feed.source, acceptLosses })
      return stateOf(needs, staffFrom(response).user)
    }),
    serve(
      nationalRoutes.sendArchive,
      async ({ query, request, response }) => {
        await receiveArchive(feed, request, query['accept-losses'] === 'yes')
        return stateOf(needs, staffFrom(response).user)
      },
      [letBodyTakeTime],
    ),
    serve(nationalRoutes.select, ({ body, response }) => select(needs, staffFrom(response).user, body)),
    serve(nationalRoutes.fiches, async ({ query, response }) => {
      const { index, choices } = await standingFeed(needs, staffFrom(response).user)
      return index ? fichesView(index, choices, query) : { total: 0, fiches: [], next: null }
    }),
    serve(nationalRoutes.fiche, ({ params, response }) => readFiche(needs, staffFrom(response).user, params.id)),
    serve(nationalRoutes.note, ({ params, body, response }) =>
      writeNote(needs, staffFrom(response).user, { ...body, id: params.id }),
    ),
    serve(nationalRoutes.seen, async ({ params: { id }, body: { digest }, response }) => {
      const { user } = staffFrom(response)
      await requireCurrent(needs, user, { id, digest })
      await change(needs, user, (choices) => ({ ...choices, seen: { ...choices.seen, [id]: digest } }))
      return readFiche(needs, user, id)
    }),
    serve(nationalRoutes.concerned, ({ response }) => listConcerned(needs, staffFrom(response).user)),
    serve(nationalRoutes.prepare, ({ params, body, response }) =>
      prepareDraft(needs, staffFrom(response).user, { ...body, entryId: params.id }),
    ),
    serve(nationalRoutes.settle, ({ params, body, response }) =>
      settleNews(needs, staffFrom(response).user, { ...body, entryId: params.id }),
    ),
  ]
}

async function standingFeed({ nationalFeed: { folder } }: NationalRouteNeeds, { communeId }: User) {
  const [index, choices] = await Promise.all([readIndex(folder), readChoices(folder, communeId)])
  return { index, choices }
}

/** Where the feed and the commune's choice stand. */
async function stateOf(needs: NationalRouteNeeds, user: User): Promise<NationalFeedView> {
  const { source, running, failure } = needs.nationalFeed
  const { index, choices } = await standingFeed(needs, user)
  const { themes, ids } = choices.selection
  const chosen = index ? chosenFiches(index, choices) : []
  return {
    source: source === null ? null : nameForAdmins(source),
    mayImport: isServerAdmin(needs, user),
    running: running(),
    failure: failure(),
    report: index?.report ?? null,
    selection: { themes, ids },
    unknown: index ? namesNothing(index.fiches, { themes, ids }) : { themes: [], ids: [] },
    served: index ? servedFiches(index, choices).size : 0,
    toReview: chosen.filter(([id, fiche]) => isToReview(ficheStanding(id, fiche, choices))).length,
    themes: index ? themesOf(index) : [],
  }
}

async function select(
  needs: NationalRouteNeeds,
  user: User,
  { themes, ids }: { themes: string[]; ids: string[] },
): Promise<NationalFeedView> {
  const { communeId } = user
  const since = needs.now().toISOString()
  const { selection: before } = await readChoices(needs.nationalFeed.folder, communeId)
  await change(needs, user, (choices) => ({ ...choices, selection: { themes, ids, since } }))
  await needs.store.recordAudit({
    id: randomUUID(),
    communeId,
    at: since,
    ...actorOf(user),
    action: 'settings_changed',
    target: { kind: 'import', id: 'service-public' },
    before: { themes: before.themes, ids: before.ids },
    after: { themes, ids },
    why: '',
  })
  needs.publisher.publishOwn(communeId)
  return stateOf(needs, user)
}

/** @throws AppError `unknown_fiche` (404) when the commune has not chosen it */
async function readFiche({ nationalFeed: { folder } }: NationalRouteNeeds, user: User, id: string): Promise<FicheView> {
  const choices = await readChoices(folder, user.communeId)
  const view = await withRows(folder, async (index, rows) => {
    const fiche = chosen(index, choices, id)
    return fiche ? ficheView(index, choices, await readRow(rows, fiche)) : null
  })
  if (!view) throw new AppError('unknown_fiche', 404)
  return view
}

/** A fiche that the commune has chosen, or serves in place of one. */
function chosen(index: FeedIndex, choices: CommuneChoices, id: string): IndexedFiche | undefined {
  const isOurs = servedFiches(index, choices).has(id) || chosenFiches(index, choices).some(([one]) => one === id)
  return isOurs ? index.fiches[id] : undefined
}

async function writeNote(
  needs: NationalRouteNeeds,
  user: User,
  { id, digest, ...texts }: Record<NoteKey, string> & { id: string; digest: string },
): Promise<FicheView> {
  requireKnownVariables(communeOf(needs, user.communeId), texts)
  await requireCurrent(needs, user, { id, digest })
  const at = needs.now().toISOString()
  await change(needs, user, ({ notes: { [id]: _, ...notes }, seen, ...choices }) => ({
    ...choices,
    notes: Object.values(texts).some((text) => text !== '')
      ? { ...notes, [id]: { ...texts, by: user.displayName, at } }
      : notes,
    seen: { ...seen, [id]: digest },
  }))
  needs.publisher.publishOwn(user.communeId)
  return readFiche(needs, user, id)
}

/** @throws FieldError `unknown_variable` (422) for a variable that citizens would read as it is written */
function requireKnownVariables(commune: Commune, texts: Record<string, string>): void {
  for (const [field, text] of Object.entries(texts)) {
    const [variable] = unknownIn(text, commune)
    if (variable !== undefined)
      throw new FieldError('unknown_variable', 422, { field, parameters: () => ({ variable }) })
  }
}

/** What is said of a text holds for that text only. @throws AppError `unknown_fiche` (404), `fiche_changed` (409) */
async function requireCurrent(
  needs: NationalRouteNeeds,
  user: User,
  { id, digest }: { id: string; digest: string },
): Promise<void> {
  const { index, choices } = await standingFeed(needs, user)
  const fiche = index && chosen(index, choices, id)
  if (!fiche) throw new AppError('unknown_fiche', 404)
  if (digest !== (fiche.gone ? SEEN_GONE : fiche.digest)) throw new AppError('fiche_changed', 409)
}

function change(
  { nationalFeed: { folder } }: NationalRouteNeeds,
  { communeId }: User,
  make: (choices: CommuneChoices) => CommuneChoices,
) {
  return changeChoices(folder, communeId, make)
}

/** Without the folders of the server. */
function nameForAdmins(source: string): string {
  return source.startsWith('https:') ? source : (source.split('/').at(-1) ?? source)
}

/** A fiche in the list. */
function ficheItem(id: string, fiche: IndexedFiche, choices: CommuneChoices): FicheItemView {
  const { title, modified, url } = fiche
  return {
    id,
    title,
    standing: ficheStanding(id, fiche, choices),
    hasNote: choices.notes[id] !== undefined,
    modified,
    url,
  }
}

/** A page of the list. What was chosen by mistake and is gone is shown to nobody; a note that is left is. */
function fichesView(index: FeedIndex, choices: CommuneChoices, { show, q, from }: FichesQuery): FichesView {
  const words = foldText(q).trim()
  const items = chosenFiches(index, choices)
    .map(([id, fiche]) => ficheItem(id, fiche, choices))
    .filter(({ standing }) => show === 'all' || isToReview(standing))
    .filter(({ id, title }) => words === '' || foldText(`${id} ${title}`).includes(words))
    .sort((a, b) => Number(b.hasNote) - Number(a.hasNote) || a.title.localeCompare(b.title, 'fr'))
  const end = from + FICHES_A_PAGE
  return { total: items.length, fiches: items.slice(from, end), next: end < items.length ? end : null }
}

/** One fiche, with what has changed since the commune has last seen it. */
function ficheView(index: FeedIndex, choices: CommuneChoices, row: FicheRow): FicheView {
  const { id } = row.fiche
  const fiche = index.fiches[id] as IndexedFiche
  const note = choices.notes[id] ?? { place: '', hours: '', papers: '', cost: '', by: '', at: '' }
  return {
    ...ficheItem(id, fiche, choices),
    digest: fiche.gone ? SEEN_GONE : fiche.digest,
    successor: fiche.gone ? successorView(index, id) : null,
    changes: changesOf(row, fiche, choices),
    note,
  }
}

function changesOf(row: FicheRow, fiche: IndexedFiche, choices: CommuneChoices): FicheView['changes'] {
  if (fiche.gone) return [{ kind: 'removed', lines: linesOf(row.fiche) }]
  const seen = seenDigest(row.fiche.id, fiche, choices)
  if (seen === fiche.digest) return []
  // A text that was seen so long ago that it is no longer kept: the oldest that is.
  const before = row.history.find(({ digest }) => digest === seen) ?? row.history[0]
  return compareLines(before?.lines ?? [], linesOf(row.fiche))
}

/** The widest themes of the feed, most fiches first. */
function themesOf({ fiches }: FeedIndex): NationalFeedView['themes'] {
  const themes = new Map<string, { id: string; title: string; fiches: number }>()
  for (const { path, gone } of Object.values(fiches)) {
    const [widest] = path
    if (gone || !widest) continue
    const theme = themes.get(widest.id) ?? { ...widest, fiches: 0 }
    themes.set(widest.id, { ...theme, fiches: theme.fiches + 1 })
  }
  return [...themes.values()].sort((a, b) => b.fiches - a.fiches)
}
