import { parseBody } from '../../../platform/http/problem.js'
import { serveParent } from '../../../platform/jobs/serve-parent.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { WrittenGuide } from '../../../platform/model/guide.js'
import { diffContents } from '../../entries/model/entry-diff.js'
import type { EntryContent } from '../../entries/model/entry-record.js'
import { parseJsonBody, slicesOf } from '../../exchange/routes/keep-body.js'
import { type FollowRequest, followRequest, lookRequest, type PackEntryView } from '../contract.js'
import { type ComparedPack, compareText, decisionsOf, type PackDecision, type PackGround } from '../follow-pack.js'
import type { Pack, PackRefusal, PackSubscription, PackVariables } from '../pack.js'
import { type PackEntryUpdate, servicesOf } from '../pack-update.js'

/** What the process of packs is given, part by part. */
export type PackGiven =
  | { kind: 'start'; act: 'look' | 'follow'; address: string }
  /** Of the request. */
  | { kind: 'body'; bytes: Buffer }
  /** Of what the address holds. */
  | { kind: 'text'; bytes: Buffer }
  | { kind: 'subscription'; subscription: Omit<PackSubscription, 'base'> }
  /** Of the last subscription. */
  | { kind: 'base'; entries: [string, EntryContent][] }
  | { kind: 'known'; entries: [string, EntryContent][] }
  | { kind: 'guides'; guides: [string, WrittenGuide][] }
  | { kind: 'busy'; entryIds: string[] }

/** What it says, part by part. */
export type PackTold =
  | {
      kind: 'pack'
      pack: Omit<Pack, 'entries'>
      entries: number
      key: string
      /** Id of the pack that the commune follows; `null` when it is a new one. */
      followedId: string | null
      variables: PackVariables
      services: string[]
    }
  | { kind: 'updates'; updates: PackEntryView[] }
  | { kind: 'decisions'; decisions: PackDecision[] }
  | { kind: 'refused'; refusal: PackRefusal; parameters: Record<string, string> }

/** Entries that are told at once. */
const AT_ONCE = 25

/** The process that opens packs and compares them with what a commune has. */
serveParent<PackGiven, PackTold>(answer)

function* answer(given: readonly PackGiven[]): Generator<PackTold> {
  const start = given.find((part) => part.kind === 'start')
  if (!start) throw new Error('nothing was asked')
  const body = parseJsonBody(bytesOf(given, 'body'))
  const follows = start.act === 'follow' ? parseBody(followRequest, body) : null
  const { text, variables } = follows ?? parseBody(lookRequest, body)
  const looked = compareText(text ?? bytesOf(given, 'text').toString('utf8'), groundOf(given), {
    address: start.address,
    variables,
  })
  if ('outcome' in looked) {
    yield { kind: 'refused', refusal: looked.refusal, parameters: looked.parameters }
    return
  }
  const { pack, key, followed } = looked
  const { entries, ...told } = pack
  const followedId = followed?.packId ?? null
  const services = servicesOf(pack)
  yield { kind: 'pack', pack: told, entries: entries.length, key, followedId, variables: looked.variables, services }
  if (follows) yield* decided(looked, follows)
  else yield* shown(looked, given)
}

function* decided({ pack, key, updates }: ComparedPack, follows: FollowRequest): Generator<PackTold> {
  // What is followed is what somebody has looked at.
  if (key !== follows.key || pack.version !== follows.version) throw new AppError('pack_changed', 409)
  const decisions = decisionsOf(updates, follows.take)
  for (const some of slicesOf(decisions, AT_ONCE)) yield { kind: 'decisions', decisions: some }
}

/** Updates that say the same are left out. */
function* shown({ updates }: ComparedPack, given: readonly PackGiven[]): Generator<PackTold> {
  const busy = new Set(given.flatMap((part) => (part.kind === 'busy' ? part.entryIds : [])))
  for (const some of slicesOf(
    updates.filter(({ state }) => state !== 'same'),
    AT_ONCE,
  ))
    yield { kind: 'updates', updates: some.map((update) => entryView(update, busy)) }
}

function entryView(
  { entryId, title, state, ours, merged, conflicts }: PackEntryUpdate,
  busy: ReadonlySet<string>,
): PackEntryView {
  const isBusy = merged !== null && busy.has(entryId)
  const changes = merged ? diffContents(ours, merged) : []
  return { entryId, title, state: isBusy ? 'busy' : state, changes, conflicts }
}

function bytesOf(given: readonly PackGiven[], kind: 'body' | 'text'): Buffer {
  return Buffer.concat(given.flatMap((part) => (part.kind === kind ? [part.bytes] : [])))
}

function groundOf(given: readonly PackGiven[]): PackGround {
  const subscriptions: PackSubscription[] = []
  const served = new Map<string, EntryContent>()
  const fileGuides = new Map<string, WrittenGuide>()
  for (const part of given) {
    if (part.kind === 'subscription') subscriptions.push({ ...part.subscription, base: {} })
    else if (part.kind === 'base') Object.assign(subscriptions.at(-1)?.base ?? {}, Object.fromEntries(part.entries))
    else if (part.kind === 'known') for (const [id, content] of part.entries) served.set(id, content)
    else if (part.kind === 'guides') for (const [id, guide] of part.guides) fileGuides.set(id, guide)
  }
  return { subscriptions, served, fileGuides }
}
