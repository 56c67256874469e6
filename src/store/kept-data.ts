import type { RetentionKind } from '../platform/model/retention.js'
import type { DocumentKinds } from './document-kinds.js'

/** When what a field holds goes: after the days of a kind of retention, or a fixed time; or never, because nobody is in it. */
export type Goes =
  /** `holds`: whose data, and which. */
  | { holds: string; after: RetentionKind | readonly RetentionKind[] }
  | { holds: string; days: number }
  /** Why it may stay. */
  | { nobody: string }

type FieldOf<T> = T extends unknown ? Exclude<keyof T, 'version'> : never

/** Every field of every kind of document, with when what it holds goes: a new kind, or a new field at the top of a document, does not compile without. */
export type KeptData = { [Kind in keyof DocumentKinds]: Record<FieldOf<DocumentKinds[Kind]>, Goes> }

const KEY = { nobody: 'the id of a commune' } as const
const EVENTS = { nobody: 'ids, times and reasons until they are queued, at the next sweep' } as const
const AUDIT = { holds: 'who did what, with her reason', after: 'audit' } as const

/**
 * What personal data the store keeps, and when each goes. A declaration, which erases nothing: what erases is in `features/retention` (`due`, `lapsed-verbs`).
 * `docs/privacy.md` says it too, and `tests/failures/every-datum.test.ts` fills each field and sees it gone.
 */
export const KEPT_DATA: KeptData = {
  conversations: {
    conversation: {
      holds: 'the language and page of a citizen, her opinion, her last question; ids of the bot that handed her over',
      after: 'conversations',
    },
    messages: { holds: 'what was said, masked', after: 'conversations' },
    turns: {
      holds:
        'what was found for her questions, and for whom she asks where she says so (herself, child, spouse, parent, a foreigner, a business), and what an agent said of an answer that was drawn by chance',
      after: 'conversations',
    },
    handoffs: {
      holds: 'names, phones, addresses and subjects of requests',
      after: ['unhandled', 'contacts', 'conversations'],
    },
    steps: { holds: 'names of agents, and their notes', after: 'conversations' },
    mails: { holds: 'addresses and texts of mails that did not leave', after: ['contacts', 'conversations'] },
    validations: { holds: 'questions that wait for a check, masked', after: 'conversations' },
    remarks: { holds: 'what agents noticed, with their names', after: ['conversations', 'remarks'] },
    masked: { holds: 'what was masked for an agent, sealed', after: ['unhandled', 'contacts'] },
    notes: { holds: 'notes of agents for each other, masked', after: 'conversations' },
    events: EVENTS,
  },
  counters: { days: { nobody: 'numbers by day; they go with `counters` all the same' } },
  entries: {
    record: {
      holds: 'who wrote, published or archived an entry, or added a question, and why; its text stays',
      after: 'audit',
    },
    audit: AUDIT,
    events: EVENTS,
  },
  audit: { rows: AUDIT },
  settings: {
    communeId: KEY,
    edits: { holds: 'who changed a setting, and why; its value stays', after: 'audit' },
    answers: { holds: 'who stopped the answers, and why', after: 'audit' },
    suspension: { holds: 'who suspended the commune, and why', after: 'audit' },
    ticks: { holds: 'who ticked a line', after: 'audit' },
    ignoredConflicts: { holds: 'who let a finding be, and why', after: 'audit' },
    audit: AUDIT,
    events: EVENTS,
  },
  packs: { subscriptions: { holds: 'who follows a pack; what it says of entries stays', after: 'audit' } },
  files: {
    communeId: KEY,
    type: { nobody: 'what it is, as its content says' },
    givenAt: { nobody: 'when it was last given' },
    content: {
      nobody:
        'a document or an image for everybody, without what a camera wrote of it; it goes a day after the last entry that named it',
    },
  },
  erasures: {
    erasures: { nobody: 'digests that lead nowhere; they go after `GUICHET_BACKUP_DAYS` all the same' },
  },
  webhooks: {
    communeId: KEY,
    webhooks: { holds: 'who registered an address', after: 'audit' },
    deliveries: { holds: 'references and ids of what happened', days: 30 },
  },
  appointments: {
    communeId: KEY,
    secrets: { nobody: 'what RDV Service Public signs with, sealed' },
    heardAt: { nobody: 'when RDV Service Public was last heard' },
    appointments: {
      holds: 'day, motive and place of an appointment, and keyed digests of the phone and the address of whoever comes',
      days: 30,
    },
  },
  users: {
    users: {
      holds: 'names, addresses, views and secrets of the staff, and which accounts are one person’s',
      after: 'accounts',
    },
    tokens: { holds: 'digests of links of one use', days: 3 },
    policies: { nobody: 'whether a commune asks for a second factor' },
    pools: { holds: 'which accounts answer for which communes', after: 'accounts' },
    audit: AUDIT,
  },
  sessions: { sessions: { holds: 'names of browsers that are signed in', days: 0.5 } },
  outbox: {
    mails: { holds: 'addresses of the staff and links of one use, in mails that did not leave', days: 7 },
    letters: { holds: 'who of the staff had the letter of a week', days: 21 },
  },
  alerts: { edits: { holds: 'who announced what; what is announced now stays', after: 'audit' } },
  presences: { presences: { holds: 'what an agent declared, and when her console was heard', days: 2 } },
  replies: { replies: { holds: 'ready sentences of an agent', after: 'accounts' } },
  unanswered: {
    failures: { holds: 'failed questions, masked', after: 'unanswered' },
    questions: { holds: 'the same, as an earlier version kept them', after: 'unanswered' },
  },
  decisions: {
    decisions: {
      holds: 'who settled a failed question, why, and the sentence of agents that an entry took of it',
      after: ['unanswered', 'remarks', 'conversations'],
    },
  },
  letters: {
    weeks: { nobody: 'the last week by commune' },
    reminders: { nobody: 'the last week by commune' },
    unhandled: { nobody: 'the last week by commune' },
  },
  purges: { communes: { nobody: 'numbers of what was erased' } },
  clock: {
    notes: { nobody: 'what machines said of the time' },
    acceptance: { nobody: 'what a machine said when its clock was accepted; who did is in the audit' },
  },
  scheduledPublications: { scheduled: { holds: 'who publishes what at which hour, and why', days: 396 } },
  push: { subscriptions: { holds: 'addresses of browsers at their push service', days: 0.5 } },
  remoteReplies: {
    wishes: { holds: 'how an agent is told of requests outside the console', after: 'accounts' },
    notices: { holds: 'of which request an agent was told, and digests of links of one use', days: 3 },
  },
  tchap: {
    reader: { nobody: 'which process reads what agents write in Tchap' },
    since: { nobody: 'up to where it was read' },
    codes: { holds: 'digests of codes of one use, of an agent', days: 1 },
    rooms: { holds: 'Matrix ids of whoever was asked for a code', days: 1 },
    links: { holds: 'the Matrix id of an agent', after: 'accounts' },
    notices: { holds: 'notifications that have not left, with masked questions', days: 1 },
    threads: { holds: 'which messages in Tchap are about a request, until they are taken away there', days: 4 },
  },
  practice: { records: { holds: 'results of an agent, in numbers', after: ['practice', 'accounts'] } },
  remarks: { remarks: { holds: 'what agents noticed, with their names', after: 'remarks' } },
  reveals: { reveals: { holds: 'who looked at which kind of masked data, and why', after: 'audit' } },
}

/** What else lies under the data folder, by its first name there; with a database the same, without the documents. */
export const KEPT_FILES: Readonly<Record<string, Goes>> = {
  'birth.json': { nobody: 'whether it is a demonstration or an installation, and which version reads it' },
  town: { nobody: 'the town’s own files, which its operator writes' },
  lock: { nobody: 'which process holds the folder' },
  probe: { nobody: 'a write that is tried' },
  'seal.key': { nobody: 'a key; without what it sealed it says nothing' },
  'seal-check.json': { nobody: 'a word that the key opens' },
  embeddings: { nobody: 'numbers made of entries, by the digest of their text' },
  promise: { nobody: 'how the example questions of entries are answered, and two numbers from many checks' },
  rehearsals: { nobody: 'how the example questions of entries are answered, by digest' },
  'service-public': { nobody: 'national entries, and which of them a commune shows' },
  'migration.json': { nobody: 'where documents are being moved from' },
  'pending-publications.json': { holds: 'entries that are being published, until that is done', after: 'audit' },
  orders: { holds: 'who stops the answers from the command line, and why, until the next sweep', days: 30 },
  snapshot: { holds: 'documents of one instant, while a backup reads them', days: 1 },
}
