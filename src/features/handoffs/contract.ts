import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import {
  answersStopShape,
  availabilityShape,
  clientIdShape,
  MAX_TEXT_LENGTH,
  messageShape,
  namedShape,
  transcriptShape,
} from '../../platform/http/shapes.js'
import { AUTHORS, CHANNELS } from '../../platform/model/conversation.js'
import type { Topic } from '../../platform/model/digest.js'
import { RESOLUTIONS } from '../../platform/model/handoff.js'
import { FILTER_FIELDS, MOST_VIEW_NAME, MOST_VIEWS } from '../../platform/model/saved-view.js'
import { PRESENCE_STATES } from '../accounts/staff.js'
import type { FoundConversation } from '../conversations/search-conversations.js'
import type { OfferedReason } from './close-reasons.js'
import { handoffShape, handoffStepShape, idShape, noteField, noteShape } from './shapes.js'

const channel = z.enum(CHANNELS)

/** A row of the agent's queue. */
const queueItem = handoffShape.extend({
  messageCount: z.number(),
  /** Last words of the citizen, masked. */
  lastText: z.string(),
  lastAt: z.string(),
  /** Whether it waits for an agent's answer: nobody has it, the last word is the citizen's, or its agent has said nothing since she has it. */
  awaitingAgent: z.boolean(),
  /** When she said the first of the words that no agent has answered, or since when its new agent owes her one; absent when none is owed. */
  awaitingSince: z.string().exactOptional(),
  mine: z.boolean(),
  /** What it is about, as far as the assistant can tell. */
  topic: (z.object({ entryId: z.string(), title: z.string() }) satisfies z.ZodType<Topic>).nullable(),
  channel,
  /** To whom it is being offered; absent: to nobody. */
  offered: z.enum(['me', 'other']).exactOptional(),
})
const rows = z.array(queueItem)

/** What every reading of the queue tells, whatever changed. */
const head = {
  /** To be given as `after` at the next reading, which then tells only what has changed. */
  version: z.string(),
  presence: z.enum(PRESENCE_STATES),
  /** Agents available in the communes that she serves, this one included. */
  availableAgents: z.number(),
  availability: availabilityShape,
  /** That the assistant of one of them does not answer by itself; `null` while all do. */
  answersStop: answersStopShape.extend({ communeId: z.string() }).nullable(),
  /** The communes that she serves, the one that she is in first, each with its departments in its order. */
  communes: z.array(namedShape.extend({ departments: z.array(namedShape) })),
}

/** The whole queue: what waits, hers, what colleagues hold, and what ended since midnight, latest first. */
export const queueShape = z.object({ ...head, pending: rows, mine: rows, others: rows, ended: rows })
/** The rows that are new or have changed since a version, and the ids of those that left the queue. */
const queueChanges = z.object({ ...head, changed: rows, removed: z.array(z.string()) })

/** Longest version, in characters: that of the queue of a hundred communes. */
const MOST_VERSION = 2000

/** What is asked of the queue: what has changed since a version. */
export const queueQuery = z.object({ after: z.string().max(MOST_VERSION).optional() })

const view = {
  id: idShape,
  name: z.string().trim().min(1).max(MOST_VIEW_NAME),
  isDefault: z.boolean(),
}
const values = z.array(z.string().regex(/^[\w-]{1,64}$/)).max(12)
/** An agent's own views of the queue, in her order. */
const views = z.object({
  views: z.array(
    z.object({
      ...view,
      filters: z.partialRecord(z.enum(FILTER_FIELDS), z.array(z.string())),
    }),
  ),
})

const search = z.object({
  /** The words as they were compared, to mark them. */
  words: z.array(z.string()),
  /** How many conversations have them all. */
  total: z.number(),
  page: z.number(),
  pages: z.number(),
  /** Of this page, latest first. */
  found: z.array(
    z.object({
      handoff: handoffShape,
      channel,
      updatedAt: z.string(),
      excerpts: z.array(z.object({ author: z.enum(AUTHORS), at: z.string(), text: z.string() })),
    }) satisfies z.ZodType<FoundConversation>,
  ),
})

/** The reasons for which a handoff may be closed; one without a name is called as its outcome is. */
export const closeReasonsShape = z.array(
  z.object({
    id: z.string(),
    nom: z.string().exactOptional(),
    outcome: z.enum(RESOLUTIONS),
  }) satisfies z.ZodType<OfferedReason>,
)

/** What was done to a handoff, and how it may end or begin again. */
const lifecycle = z.object({
  /** Oldest first. */
  steps: z.array(handoffStepShape),
  closeReasons: closeReasonsShape,
  /** Until when it may be opened again, ISO instant; `null` when it may not. */
  reopenableUntil: z.string().nullable(),
})

/** A handoff with its whole conversation. */
const detail = z.object({
  handoff: handoffShape,
  transcript: transcriptShape,
  page: z.string().nullable(),
  channel,
  /** What agents wrote for each other, oldest first. */
  notes: z.array(noteShape),
  lifecycle,
})

export type QueueItem = z.infer<typeof queueItem>
export type QueueView = z.infer<typeof queueShape>
export type QueueChangesView = z.infer<typeof queueChanges>
export type QueueHead = Omit<QueueChangesView, 'changed' | 'removed'>
export type ViewsView = z.infer<typeof views>
export type SearchView = z.infer<typeof search>
export type LifecycleView = z.infer<typeof lifecycle>
export type HandoffDetailView = z.infer<typeof detail>

const agent = { access: ['agent', 'admin'], errors: [401, 403, 404, 409] } as const satisfies Partial<Route>

/**
 * The queue of agents, and what they do with a handoff. Each concerns the communes that she serves only: another's handoff does not exist for her. An exercise
 * answers those that it teaches by itself (`features/practice/pages/practice-server`).
 */
export const handoffRoutes = {
  queue: route({
    ...agent,
    method: 'get',
    path: '/agent/queue',
    summary: 'The queue; what has changed in it since the version given as `after`, if it is still known',
    query: queueQuery,
    answer: z.union([queueShape, queueChanges]),
    errors: [401, 403, 422],
  }),
  /** In a body, so that no log of addresses keeps a name that was looked for. */
  search: route({
    ...agent,
    method: 'post',
    path: '/agent/search',
    summary: 'Search the words of the conversations that were handed over, open or closed; nothing is stored',
    body: z.strictObject({
      words: z.string().max(100),
      /** From 1. */
      page: z.number().int().min(1).max(1000).default(1),
    }),
    typed: { words: 'never_stored' },
    answer: search,
    errors: [401, 403, 422],
  }),
  views: route({
    ...agent,
    method: 'get',
    path: '/agent/views',
    summary: 'The agent’s own views of the queue',
    answer: views,
    errors: [401, 403],
  }),
  saveViews: route({
    ...agent,
    method: 'put',
    path: '/agent/views',
    summary: 'Keep the agent’s own views of the queue, in their order',
    body: z.strictObject({
      views: z
        .array(z.strictObject({ ...view, filters: z.partialRecord(z.enum(FILTER_FIELDS), values) }))
        .max(MOST_VIEWS),
    }),
    typed: { 'views.*.name': 'masked' },
    answer: views,
    errors: [401, 403, 422],
  }),
  events: route({
    ...agent,
    method: 'get',
    path: '/agent/events',
    summary: 'Follow the queue',
    answer: z.string(),
    mediaType: 'text/event-stream',
    errors: [401, 403],
  }),
  read: route({
    ...agent,
    method: 'get',
    path: '/agent/handoffs/{id}',
    summary: 'A handoff with its whole conversation',
    answer: detail,
    errors: [401, 403, 404],
  }),
  claim: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/claim',
    summary: 'Take a handoff: one agent wins',
    answer: handoffShape,
  }),
  say: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/messages',
    summary: 'Speak to the citizen',
    body: z.strictObject({ clientId: clientIdShape, text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
    typed: { text: 'sent' },
    answer: messageShape,
    errors: [401, 403, 404, 409, 422],
  }),
  showTyping: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/typing',
    summary: 'Show the citizen, for some seconds, that the agent writes',
    answer: null,
    errors: [401, 403, 404, 409, 429],
  }),
  release: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/release',
    summary: 'Put a handoff back in the queue',
    answer: handoffShape,
  }),
  missedCall: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/missed-call',
    summary: 'Note that nobody answered the phone: the request stays',
    answer: handoffShape,
  }),
  resolve: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/resolve',
    summary: 'End a handoff, for one of the reasons of the commune, with a note for colleagues',
    /** `resolution`: the id of one of the commune's reasons (`lifecycle.closeReasons` of what is read). */
    body: z.strictObject({ resolution: z.string().regex(/^[a-z0-9_-]{1,40}$/), note: noteField }),
    typed: { note: 'masked' },
    answer: handoffShape,
    errors: [401, 403, 404, 409, 422],
  }),
}
