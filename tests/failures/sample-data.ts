import type { User } from '../../src/features/accounts/staff.js'
import type { ConversationDocument } from '../../src/features/conversations/conversation-document.js'
import type { Mail } from '../../src/platform/mail/mail.js'
import type { Actor, AuditRow } from '../../src/platform/model/audit.js'
import type { Handoff } from '../../src/platform/model/handoff.js'
import type { Remark } from '../../src/platform/model/remark.js'
import type { DocumentKind, DocumentKinds } from '../../src/store/document-kinds.js'
import { KEPT_DATA } from '../../src/store/kept-data.js'
import type { KeptDocument } from '../../src/store/move-documents.js'
import { content } from '../contract/sample-entry-content.js'

/** A word that is written in one place of the samples alone. */
export interface Mark {
  kind: DocumentKind
  field: string
  word: string
  /** Of what the town says or sets: it stays. */
  stays: boolean
}

/** Some data of every kind, in every state, dated to an instant. */
export interface Samples {
  documents: KeptDocument[]
  marks: Mark[]
}

type Word = (field: string, stays?: 'stays') => string
type Parts = { word: Word; at: string; communeId: string }

const LATER = '9999-01-01T00:00:00.000Z'
/** Ids of accounts: of one who was sent away, one who never came, and one who signs in no more. */
export const ACCOUNTS = { gone: 'account-gone', invited: 'account-invited', idle: 'account-idle' }

/** Documents of every kind, of the communes that are given. @param at when everything in them was done, ISO instant */
export function sampleDocuments(at: string, communeIds: readonly string[]): Samples {
  const marks: Mark[] = []
  const writing = (kind: DocumentKind): Word => {
    return (field, stays) => {
      const word = `zq${String(marks.length).padStart(5, '0')}${kind}${field.toLowerCase()}`
      marks.push({ kind, field, word, stays: stays !== undefined })
      return word
    }
  }
  const of = <Kind extends DocumentKind>(kind: Kind, key: string, document: DocumentKinds[Kind]): KeptDocument => ({
    kind,
    key,
    document,
  })
  const partsOf = (kind: DocumentKind, communeId: string): Parts => ({ word: writing(kind), at, communeId })
  const keyed = communeIds.flatMap((communeId): KeptDocument[] => {
    const parts = (kind: DocumentKind) => partsOf(kind, communeId)
    return [
      ...conversations(parts('conversations')).map((one) => of('conversations', one.conversation.id, one)),
      of('counters', `${communeId}/${at.slice(0, 7)}`, { version: 1, days: { [at.slice(0, 10)]: { questions: 1 } } }),
      of('entries', `${communeId}/sample-entry`, entry(parts('entries'))),
      of('audit', `${communeId}/${at.slice(0, 7)}`, { version: 1, rows: [auditRow(parts('audit'), 'rows')] }),
      of('settings', communeId, settings(parts('settings'))),
      of('packs', `${communeId}/packs`, packs(parts('packs'))),
      of('webhooks', communeId, webhooks(parts('webhooks'))),
      of('appointments', communeId, appointments(parts('appointments'))),
    ]
  })
  const perCommune = <T>(kind: DocumentKind, make: (parts: Parts) => T[]) =>
    communeIds.flatMap((communeId) => make(partsOf(kind, communeId)))
  const answering = communeIds.flatMap((communeId) =>
    users(partsOf('users', communeId)).map((user) => ({ ...user, id: writing('users')('pools') })),
  )
  return {
    marks,
    documents: [
      ...keyed,
      of('erasures', at.slice(0, 10), { version: 1, erasures: [{ kind: 'conversation', what: 'digest', at }] }),
      of('users', '', {
        version: 1,
        users: [...perCommune('users', users), ...answering],
        tokens: perCommune('users', tokens),
        policies: communeIds.map((communeId) => ({ communeId, secondFactorRequired: false })),
        pools: [
          {
            ...{ id: 'pool', version: 1, name: 'Rivières', communes: [...communeIds], schedule: null },
            agents: answering.map(({ id: userId }) => ({ userId, serves: { villebourg: [] } })),
          },
        ],
        audit: perCommune('users', (parts) => [auditRow(parts, 'audit')]),
      }),
      of('sessions', '', { version: 1, sessions: perCommune('sessions', sessions) }),
      of('outbox', '', {
        version: 1,
        mails: perCommune('outbox', (parts) => mails(parts, null)),
        letters: Object.fromEntries(
          communeIds.map((id) => [`digest ${id} ${writing('outbox')('letters')}`, '2026-W48']),
        ),
      }),
      of('alerts', '', { version: 1, edits: perCommune('alerts', alertEdits) }),
      of('presences', '', { version: 1, presences: perCommune('presences', presences) }),
      of('replies', '', { version: 1, replies: perCommune('replies', replies) }),
      of('unanswered', '', { version: 2, failures: perCommune('unanswered', failures) }),
      of('decisions', '', { version: 1, decisions: perCommune('decisions', decisions) }),
      of('letters', '', { version: 1, weeks: {}, reminders: {}, unhandled: {} }),
      of('purges', '', { version: 1, communes: [] }),
      of('scheduledPublications', '', { version: 1, scheduled: perCommune('scheduledPublications', scheduled) }),
      of('push', '', { version: 1, subscriptions: perCommune('push', subscriptions) }),
      of('remoteReplies', '', {
        version: 1,
        wishes: perCommune('remoteReplies', replyWishes),
        notices: perCommune('remoteReplies', replyNotices),
      }),
      of('tchap', '', {
        ...{ version: 1, reader: null, since: null },
        codes: perCommune('tchap', tchapCodes),
        rooms: perCommune('tchap', tchapRooms),
        links: perCommune('tchap', tchapLinks),
        notices: perCommune('tchap', (parts) => [{ ...tchapRow(parts, 'notices'), text: parts.word('notices') }]),
        threads: perCommune('tchap', (parts) => {
          const { id: root, ...row } = tchapRow(parts, 'threads')
          return [{ ...row, root, roomId: parts.word('threads'), events: [parts.word('threads')] }]
        }),
      }),
      of('practice', '', { version: 1, records: perCommune('practice', practice) }),
      of('remarks', '', {
        version: 1,
        remarks: perCommune('remarks', (parts) => [
          { ...remark(parts, 'remarks', `remark-${parts.communeId}`), conversationId: null, messageSeq: null },
        ]),
      }),
      of('reveals', '', { version: 1, reveals: perCommune('reveals', reveals) }),
    ],
  }
}

/** The fields that hold somebody's data, by kind. */
export function personalFields(): { kind: DocumentKind; field: string }[] {
  return Object.entries(KEPT_DATA).flatMap(([kind, fields]) =>
    Object.entries(fields).flatMap(([field, goes]) =>
      'nobody' in goes ? [] : [{ kind: kind as DocumentKind, field }],
    ),
  )
}

const actor = (word: Word, field: string): Actor => ({ userId: word(field), userName: word(field) })

function auditRow({ word, at, communeId }: Parts, field: string): AuditRow {
  return {
    id: word(field),
    communeId,
    at,
    ...actor(word, field),
    action: 'settings_changed',
    target: { kind: 'settings', id: 'privacy' },
    before: { name: word(field) },
    after: [word(field)],
    why: word(field),
  }
}

/** One without a request, and one for each state of each kind of request. */
function conversations(parts: Parts): ConversationDocument[] {
  const states: Partial<Handoff>[] = [
    { status: 'pending' },
    { status: 'assigned' },
    { status: 'assigned', snoozedUntil: new Date(Date.parse(parts.at) + 40 * 86_400_000).toISOString() },
    { status: 'resolved', resolution: 'done', endedAt: parts.at },
    { status: 'expired', endedAt: parts.at },
    { status: 'rejected', endedAt: parts.at },
    { status: 'cancelled', endedAt: parts.at },
  ]
  const kinds = ['live', 'message', 'callback', 'desk'] as const
  const handoffs = kinds.flatMap((kind) => states.map((state) => ({ kind, ...state })))
  return [null, ...handoffs].map((patch, index) => conversation(parts, `sample-${parts.communeId}-${index}`, patch))
}

function conversation(parts: Parts, id: string, patch: Partial<Handoff> | null): ConversationDocument {
  const { word, at, communeId } = parts
  const message = (seq: number, author: 'citizen' | 'assistant' | 'agent' | 'system') => ({
    id: word('messages'),
    seq,
    author,
    authorName: word('messages'),
    at,
    language: 'fr' as const,
    payload: { type: 'text' as const, text: word('messages') },
    clientId: word('messages'),
  })
  const handoffId = `handoff-${id}`
  const handoffs = patch ? [handoff(parts, { id: handoffId, conversationId: id, ...patch })] : []
  return {
    version: 1,
    conversation: {
      id,
      communeId,
      tokenHash: word('conversation'),
      createdAt: at,
      updatedAt: at,
      language: 'fr',
      channel: 'web',
      page: `/${word('conversation')}`,
      status: 'open',
      memory: { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: word('conversation') },
      rating: { level: 2, comment: word('conversation'), at },
    },
    messages: [message(1, 'citizen'), message(2, 'assistant'), message(3, 'agent'), message(4, 'system')],
    turns: [
      {
        turn: {
          messageSeq: 1,
          at,
          outcome: 'answered',
          confidence: 0.9,
          entryId: 'sample-entry',
          candidates: [
            {
              entryId: 'sample-entry',
              title: word('turns'),
              confidence: 0.9,
              kept: true,
              nearest: word('turns'),
              matchedWords: [word('turns')],
            },
          ],
          signals: [],
          contentVersion: 'v1',
          encoderVersion: null,
          durationsMs: {},
          check: { said: 'right', at, agentId: word('turns') },
          validation: {
            result: 'confirmed',
            at,
            agentId: word('turns'),
            agentName: word('turns'),
            proposedEntryId: 'sample-entry',
            waitedMs: 1,
          },
        },
        replyCount: 1,
      },
    ],
    handoffs,
    steps: [
      {
        handoffId,
        at,
        type: 'transfer',
        by: word('steps'),
        from: word('steps'),
        to: word('steps'),
        department: word('steps'),
        reason: word('steps'),
        note: word('steps'),
      },
    ],
    mails: mails(parts, id),
    // One whose deadline never comes: it goes with its conversation.
    validations: [
      {
        id: word('validations'),
        conversationId: id,
        communeId,
        messageSeq: 1,
        question: word('validations'),
        language: 'fr',
        entryId: 'sample-entry',
        requestedAt: at,
        deadlineAt: LATER,
        held: {
          outcome: 'answered',
          entryId: 'sample-entry',
          replies: [{ author: 'assistant', at, language: 'fr', payload: { type: 'text', text: word('validations') } }],
          memory: { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: word('validations') },
        },
      },
    ],
    remarks: [{ ...remark(parts, 'remarks', `remark-${id}`), conversationId: id, messageSeq: 3 }],
    masked: patch
      ? [{ id: word('masked'), handoffId, messageSeq: 1, kind: 'phone' as const, sealed: word('masked') }]
      : [],
    notes: [
      {
        id: word('notes'),
        handoffId,
        at,
        authorId: word('notes'),
        authorName: word('notes'),
        text: word('notes'),
        clientId: word('notes'),
      },
    ],
  }
}

function handoff({ word, at, communeId }: Parts, patch: Partial<Handoff> & Pick<Handoff, 'id' | 'conversationId'>) {
  const text = () => word('handoffs')
  const handoff: Handoff = {
    communeId,
    kind: 'message',
    reference: text(),
    missedCalls: [at],
    status: 'pending',
    reason: 'citizen_wish',
    urgent: false,
    language: 'fr',
    requestedAt: at,
    deadlineAt: null,
    contact: { name: text(), phone: text(), email: text() },
    subject: text(),
    assignedAt: null,
    agentId: null,
    agentName: null,
    passedBy: text(),
    takenFrom: text(),
    declinedBy: [text()],
    offer: { agentId: text(), agentName: text(), at, dueAt: at },
    endedAt: null,
    resolution: null,
    closeReason: { id: 'other', nom: text() },
    ...patch,
  }
  // Nobody's console is ever heard: a live talk is held for ever.
  if (handoff.status !== 'assigned') return handoff
  return { ...handoff, agentId: text(), agentName: text(), assignedAt: at, firstTakenAt: at }
}

function mails({ word, at, communeId }: Parts, conversationId: string | null): Mail[] {
  return (['waiting', 'failed'] as const).map((status) => ({
    id: word('mails'),
    conversationId,
    communeId,
    kind: conversationId ? 'acknowledgement' : 'invitation',
    status,
    createdAt: at,
    tries: 1,
    nextTryAt: LATER,
    fault: 'ECONNREFUSED',
    to: word('mails'),
    replyTo: word('mails'),
    subject: word('mails'),
    text: word('mails'),
  }))
}

function remark({ word, at, communeId }: Parts, field: string, id: string): Remark {
  const text = () => word(field)
  return {
    id,
    communeId,
    kind: 'missing_question',
    at,
    agentId: text(),
    agentName: text(),
    conversationId: null,
    messageSeq: null,
    question: text(),
    language: 'fr',
    answer: text(),
    entryId: null,
    rightEntryId: null,
    candidates: [{ entryId: 'sample-entry', title: text(), confidence: 0.5 }],
    contentVersion: null,
    note: text(),
    state: 'rejected',
    settledAt: at,
    settledBy: text(),
    reason: text(),
  }
}

/** Published, archived, submitted, returned and drafted at once: each act is read alone. */
function entry({ word, at, communeId }: Parts): DocumentKinds['entries'] {
  const [by, why] = [() => actor(word, 'record'), () => word('record')]
  const asked = () => {
    const question = word('record', 'stays')
    return { question, addedBy: word('record'), addedOn: at.slice(0, 10), people: 1, reportedBy: word('record') }
  }
  const text = () =>
    content({ title: word('record', 'stays'), summary: word('record', 'stays'), fromCitizens: [asked()] })
  return {
    version: 1,
    record: {
      communeId,
      entryId: 'sample-entry',
      revisions: [{ number: 1, content: text(), origin: 'edit', from: null, at, by: by(), why: why() }],
      publications: [{ id: 'publication', revision: 1, at, by: by(), why: why() }],
      draft: { content: text(), basedOn: 1, version: 1, at, by: by() },
      draftVersion: 1,
      submission: { revision: 1, at, by: by(), why: why() },
      returned: { at, by: by(), why: why() },
      archival: { at, by: by(), why: why() },
    },
    // What lies with an entry is told of it.
    audit: [{ ...auditRow({ word, at, communeId }, 'audit'), target: { kind: 'entry' as const, id: 'sample-entry' } }],
  }
}

function settings({ word, at, communeId }: Parts): DocumentKinds['settings'] {
  const named = (field: string) => ({ ...actor(word, field), at })
  return {
    version: 1,
    communeId,
    edits: [
      {
        ...named('edits'),
        version: 1,
        why: word('edits'),
        set: { site: `https://${word('edits', 'stays')}.example` },
        toFile: [],
        copied: { communeId: 'source', name: word('edits', 'stays'), groups: [] },
      },
    ],
    answers: { ...named('answers'), communeId, stopped: false, why: word('answers') },
    suspension: { ...named('suspension'), communeId, stopped: false, why: word('suspension') },
    ticks: [{ ...named('ticks'), kind: 'entry', id: 'sample-entry', check: word('ticks', 'stays') }],
    ignoredConflicts: [
      {
        ...named('ignoredConflicts'),
        key: 'same:sample-entry',
        entryIds: ['sample-entry', 'other-entry'],
        mark: 'mark',
        reason: word('ignoredConflicts'),
      },
    ],
    audit: [auditRow({ word, at, communeId }, 'audit')],
  }
}

function packs({ word, at, communeId }: Parts): DocumentKinds['packs'] {
  return {
    version: 1,
    subscriptions: [
      {
        communeId,
        packId: 'pack',
        title: word('subscriptions', 'stays'),
        address: '',
        key: 'key',
        licence: 'CC0 1.0',
        sourceName: word('subscriptions', 'stays'),
        version: '1.0.0',
        variables: {},
        base: { 'sample-entry': content({ title: word('subscriptions', 'stays') }) },
        since: at,
        by: actor(word, 'subscriptions'),
      },
    ],
  }
}

function appointments({ word, at, communeId }: Parts): DocumentKinds['appointments'] {
  const one = {
    status: 'unknown' as const,
    startsAt: at,
    minutes: 30,
    motive: word('appointments'),
    place: word('appointments'),
  }
  return {
    version: 1,
    communeId,
    secrets: [],
    heardAt: at,
    appointments: [{ id: word('appointments'), ...one, people: [[word('appointments')]], saidAt: at }],
  }
}

/** One delivery in each state, to a webhook that is paused. */
function webhooks({ word, at, communeId }: Parts): DocumentKinds['webhooks'] {
  const statuses = ['waiting', 'delivered', 'dead'] as const
  return {
    version: 1,
    communeId,
    webhooks: [
      {
        id: 'webhook',
        communeId,
        name: word('webhooks', 'stays'),
        address: 'https://receiver.example',
        events: [],
        state: 'paused',
        secrets: [],
        createdAt: at,
        createdBy: actor(word, 'webhooks'),
        deliveredAt: null,
        failingSince: null,
      },
    ],
    deliveries: statuses.map((status) => ({
      id: word('deliveries'),
      webhookId: 'webhook',
      event: { id: word('deliveries'), type: 'message.left', at, data: { reference: word('deliveries') } },
      status,
      tries: 1,
      nextTryAt: LATER,
      triedAt: at,
      answer: null,
      since: at,
    })),
  }
}

function users({ word, at, communeId }: Parts): User[] {
  const text = () => word('users')
  const account = (id: string, patch: Partial<User>): User => ({
    id: `${id}-${communeId}`,
    communeId,
    email: `${text()}@example.org`,
    displayName: text(),
    roles: ['agent'],
    views: [{ id: text(), name: text(), filters: {}, isDefault: false }],
    passwordHash: 'passwordHash' in patch ? null : text(),
    secondFactor: { sealedSecret: text(), confirmedAt: at, lastStep: 1, recoveryHashes: [text()] },
    proposedFactor: { sealedSecret: text(), at },
    subject: text(),
    demonstration: false,
    createdAt: at,
    ...patch,
  })
  return [
    account(ACCOUNTS.gone, { deactivatedAt: at, lastSignInAt: at }),
    account(ACCOUNTS.invited, { passwordHash: null }),
    account(ACCOUNTS.idle, { lastSignInAt: at }),
  ]
}

function tokens({ word, at, communeId }: Parts) {
  const expiresAt = new Date(Date.parse(at) + 3 * 86_400_000).toISOString()
  const userId = `${ACCOUNTS.invited}-${communeId}`
  return [{ hash: word('tokens'), userId, purpose: 'invitation' as const, createdAt: at, expiresAt }]
}

function sessions({ word, at, communeId }: Parts) {
  return [
    {
      idHash: word('sessions'),
      userId: word('sessions'),
      csrfToken: word('sessions'),
      createdAt: at,
      expiresAt: new Date(Date.parse(at) + 12 * 3_600_000).toISOString(),
      browser: word('sessions'),
      communeId,
      sealedIdToken: word('sessions'),
    },
  ]
}

/** A former announcement, and the last one, which is long over. */
function alertEdits({ word, at, communeId }: Parts) {
  const edit = () => ({
    communeId,
    at,
    ...actor(word, 'edits'),
    alert: { level: 'info' as const, from: at, to: at, text: { fr: word('edits') }, entries: [], link: null },
  })
  return [edit(), edit()]
}

function presences({ word, at, communeId }: Parts) {
  return [{ userId: word('presences'), communeId, state: 'away' as const, word: word('presences'), seenAt: at }]
}

/** Of one who is sent away, and of one who signs in no more. */
function replies({ word, at, communeId }: Parts) {
  return [ACCOUNTS.gone, ACCOUNTS.idle].map((id) => ({
    id: word('replies'),
    userId: `${id}-${communeId}`,
    communeId,
    title: word('replies'),
    text: word('replies'),
    language: 'fr' as const,
    updatedAt: at,
  }))
}

function failures({ word, at, communeId }: Parts) {
  // The other shape of the document is that of an earlier version, whose only text is the question.
  return [
    {
      id: `failure-${communeId}`,
      communeId,
      kinds: ['unanswered' as const],
      at: at.slice(0, 10),
      language: 'fr' as const,
      question: `${word('failures')} ${word('questions')}`,
      asker: word('failures'),
      shownEntryId: null,
      rightEntryId: null,
    },
  ]
}

/** Of a question, and of a remark: each outlives its conversation. */
function decisions({ word, at, communeId }: Parts) {
  const decided = () => ({
    state: 'wont_fix' as const,
    at,
    by: word('decisions'),
    reason: word('decisions'),
    remedy: null,
    actionId: word('decisions'),
  })
  return [`failure-${communeId}`, `remark-${communeId}`].map((failureId) => ({
    ...decided(),
    failureId,
    communeId,
    former: decided(),
  }))
}

function subscriptions({ word, at, communeId }: Parts) {
  return [
    {
      endpoint: `https://push.example/${word('subscriptions')}`,
      keys: { p256dh: word('subscriptions'), auth: word('subscriptions') },
      userId: word('subscriptions'),
      communeId,
      sessionHash: word('subscriptions'),
      language: 'fr' as const,
      quiet: { hours: null, until: null },
      createdAt: at,
      pushedAt: null,
    },
  ]
}

/** Of one who is sent away, and of one who signs in no more. */
function replyWishes({ word, at, communeId }: Parts) {
  return [ACCOUNTS.gone, ACCOUNTS.idle].map((id) => ({
    userId: `${id}-${communeId}`,
    communeId,
    way: 'mail' as const,
    language: 'fr' as const,
    since: `${at}${word('wishes')}`,
  }))
}

function replyNotices({ word, at, communeId }: Parts) {
  return [
    {
      id: word('notices'),
      ...{
        userId: word('notices'),
        communeId,
        handoffId: word('notices'),
        way: 'mail' as const,
        language: 'fr' as const,
      },
      ...{ about: at, at, expiresAt: at, linkHash: word('notices'), tokenHash: word('notices'), generation: 0 },
    },
  ]
}

function tchapCodes({ word, at, communeId }: Parts) {
  return [{ userId: word('codes'), communeId, language: 'fr' as const, hash: word('codes'), expiresAt: at }]
}

function tchapRooms({ word, at }: Parts) {
  return [{ roomId: word('rooms'), matrixId: word('rooms'), expiresAt: at, tries: 0 }]
}

function tchapLinks({ word, at, communeId }: Parts) {
  return [ACCOUNTS.gone, ACCOUNTS.idle].map((id) => ({
    ...{ userId: `${id}-${communeId}`, communeId, language: 'fr' as const },
    ...{ matrixId: word('links'), roomId: word('links'), since: at },
  }))
}

function tchapRow({ word, at }: Parts, field: string) {
  return { id: word(field), userId: word(field), handoffId: word(field), at }
}

function scheduled({ word, at, communeId }: Parts) {
  const seen = { servedVersion: '', verdict: 'passed' as const, broken: 0, summary: null }
  return [
    {
      ...{ id: `scheduled-${communeId}`, communeId, entries: [{ entryId: 'sample-entry', draftVersion: 1 }] },
      ...{ at, tryAt: at, by: actor(word, 'scheduled'), decidedAt: at, why: word('scheduled'), seen },
      ...{ claimedUntil: null, held: null },
    },
  ]
}

function practice({ word, at, communeId }: Parts) {
  const counts = {
    found: 1,
    expected: 1,
    courtesies: 1,
    courtesiesExpected: 1,
    rightEntry: true,
    safe: true,
    firstMs: 1,
    wholeMs: 1,
  }
  const record = { exerciseId: 'exercise', attempts: 1, firstAt: at, lastAt: at, best: counts, last: counts }
  return [{ ...record, communeId, userId: word('records') }]
}

function reveals({ word, at, communeId }: Parts) {
  return [
    {
      id: word('reveals'),
      communeId,
      at,
      userId: word('reveals'),
      userName: word('reveals'),
      kind: 'phone' as const,
      reason: 'call_back' as const,
      handoffId: word('reveals'),
    },
  ]
}
