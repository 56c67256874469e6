import type { AccountAction, AccountTransition } from '../../features/accounts/account-action.js'
import type { SignInPolicy } from '../../features/accounts/sign-in-policy.js'
import type { Presence, PresenceBeat, Session, User } from '../../features/accounts/staff.js'
import type { StaffToken } from '../../features/accounts/staff-token.js'
import type { AlertEdit } from '../../features/alerts/alert.js'
import type { Actor, AuditFilter, AuditPage, AuditRow } from '../../features/audit/audit.js'
import type { IgnoredConflict } from '../../features/conflicts/ignored-conflict.js'
import type { EntryDigest, PublishedEntries } from '../../features/entries/model/entry-digest.js'
import type { DraftSave, EntryAction, EntryRefusal } from '../../features/entries/model/entry-life.js'
import type { Draft, EntryRecord, EntryScope } from '../../features/entries/model/entry-record.js'
import type { DecisionRequest, FailureDecision, KeptFailure, StandingFailure } from '../../features/failures/failure.js'
import type { CheckAct, CheckPoint, CheckTick } from '../../features/first-run/check-tick.js'
import type {
  BookedSlot,
  Handoff,
  HandoffAction,
  HandoffStatus,
  NewHandoff,
  TalkWatch,
  TransitionRefusal,
} from '../../features/handoffs/handoff.js'
import type { HandoffStep } from '../../features/handoffs/handoff-step.js'
import type { NewNote, Note } from '../../features/handoffs/note.js'
import type { Remark, RemarkDecision, RemarkDetails } from '../../features/handoffs/remark.js'
import type { PracticeAttempt, PracticeRecord } from '../../features/practice/result.js'
import type { CheckedAnswer } from '../../features/publication/checked-answer.js'
import type { PublicationRequest } from '../../features/publication/publication.js'
import type { PersonalReply } from '../../features/replies/reply.js'
import type { ClockAcceptance, ClockNote, ClockRecord } from '../../features/retention/clock/clock-note.js'
import type { Erasure } from '../../features/retention/erasure.js'
import type { MaskedItem, NewMaskedItem, Reveal } from '../../features/retention/masked-data.js'
import type { OwnData } from '../../features/retention/own-data.js'
import type { Purge, PurgeState } from '../../features/retention/retention.js'
import type { SettingsEdit, SettingsSave } from '../../features/settings/settings.js'
import type { AnswersSwitch } from '../../features/settings/settings-document.js'
import type { HandoffFacts } from '../../features/statistics/handoff-facts.js'
import type { NewValidation, Settlement, Validation } from '../../features/validation/validation.js'
import type { Delivery, DueDelivery, TryResult } from '../../features/webhooks/delivery.js'
import type { Webhook, WebhookEdit } from '../../features/webhooks/webhook.js'
import type { LetterKind, Mail, NewCommuneMail, NewLetter, NewMail, SendResult } from '../mail/mail.js'
import type { PushSubscription } from '../push/push.js'
import type { QueuedHandoff } from '../text/digest.js'
import type { ConversationSearch, ConversationsFound } from '../text/search-conversations.js'
import type { Change } from './change.js'
import type { Conversation, DialogueMemory, Feedback, Message, NewMessage, Transcript } from './conversation.js'
import type { Language, StaffLanguage } from './language.js'
import type { PackSubscription } from './pack.js'
import type { Rating } from './rating.js'
import type { SavedView } from './saved-view.js'
import type { Turn } from './turn.js'

/** A citizen's message with what the assistant decided and said, written together. */
export interface TurnInput {
  conversationId: string
  /** Carries the `clientId` by which a repeated send is recognised. */
  message: NewMessage
  replies: NewMessage[]
  turn: Omit<Turn, 'messageSeq'>
  memory: DialogueMemory
  /** Its answer, which waits for an agent. */
  validation?: NewValidation
}

/** What a turn begins from. */
export interface TurnOpening {
  conversation: Conversation
  handoff: Handoff | undefined
  messageCount: number
}

/** What came of {@link Store.appendTurn}: `repeated` returns what was stored the first time, and writes nothing. */
export type TurnResult =
  | { outcome: 'appended' | 'repeated'; message: Message; replies: Message[] }
  | { outcome: 'unknown_conversation' | 'closed' }

/** What came of {@link Store.appendMessage}: `not_held`, when who writes no longer holds the handoff. */
export type MessageResult =
  | { outcome: 'appended' | 'repeated'; message: Message }
  | { outcome: 'unknown_conversation' | 'closed' | 'not_held' }

/** What a message takes with it, or depends on. */
export interface MessageExtras {
  /** What was masked in it, kept with her open handoff. */
  masked?: readonly NewMaskedItem[]
  /** Only while that agent holds the handoff. */
  heldBy?: Holder
}

/** Who must hold a handoff at the very moment of a write. */
export interface Holder {
  handoffId: string
  agentId: string
}

/** What a request takes with it. */
export interface RequestExtras {
  /** Goes to the outbox in the same write. */
  mail?: NewMail
  /** Most requests in the half-day of a call-back, this one included. */
  places?: number
  /** An open request that ends in the same write, and how: this one takes its place. */
  ends?: { handoffId: string; action: HandoffAction }
  /** What was masked in it, sealed. */
  masked?: readonly NewMaskedItem[]
}

/**
 * What came of {@link Store.requestHandoff}: `already_open` returns the one that waits; `slot_taken`: the half-day is
 * full; `reference_taken`: another request of the commune has the reference, draw another.
 */
export type RequestResult =
  | { outcome: 'requested' | 'already_open'; handoff: Handoff }
  | { outcome: 'unknown_conversation' | 'closed' }
  | { outcome: 'slot_taken' }
  | { outcome: 'reference_taken' }

/** What came of {@link Store.addNote}: `repeated` returns what was kept the first time. */
export type NoteResult =
  | { outcome: 'added' | 'repeated'; note: Note }
  | { outcome: 'unknown_conversation' | 'too_many' }

/** What came of {@link Store.queueMail}. */
export type QueueMailResult = 'queued' | 'too_many' | 'unknown_conversation'

/** What came of {@link Store.recordFeedback}: the message as it was, with the opinion that this one takes the place of, if any. */
export type FeedbackResult = { outcome: 'recorded'; rated: Message } | { outcome: 'unknown' }

/** What came of {@link Store.recordRating}: the rating that it takes the place of, if any. */
export type RatingResult = { outcome: 'recorded'; former: Rating | null } | { outcome: 'unknown_conversation' }

/** A talk at the counter or on the phone, which an agent begins. */
export interface DeskOpening {
  conversation: Conversation
  handoff: NewHandoff
  /** By whom it is held from the start. */
  claim: HandoffAction
}

/** What came of {@link Store.openDesk}: `reference_taken`: another request of the commune has the reference, draw another. */
export type DeskResult = { outcome: 'opened'; handoff: Handoff } | { outcome: 'reference_taken' }

/** Which requests {@link Store.listQueue} tells. */
export interface QueueScope {
  communeId: string
  /** Those that ended at or after this instant are told too. */
  endedSince: string
  /** Those of these conversations alone. */
  conversationIds?: readonly string[]
}

/** A call put off to another half-day. */
export interface Rescheduling {
  agentId: string
  slot: BookedSlot
  at: string
  /** Most requests in the half-day, this one included. */
  places: number
}

/** What came of {@link Store.rescheduleCallback}; nothing was written unless it was applied. */
export type ReschedulingResult = HandoffResult | { outcome: 'slot_taken' }

/** What came of {@link Store.settleValidation}: `decided` means that another was faster. */
export type SettleResult = 'settled' | 'decided' | 'unknown_validation'

/** What came of {@link Store.editRemark}, {@link Store.settleRemark} and {@link Store.withdrawRemark}. `settled`: a curator has decided. */
export type RemarkResult = { outcome: 'done'; remark: Remark } | { outcome: 'settled' | 'unknown_remark' }

/** What was kept of a request that has ended. */
export interface EndedMasked {
  handoffId: string
  communeId: string
  endedAt: string
  count: number
}

/** What came of {@link Store.applyToHandoff}. */
export type HandoffResult =
  | { outcome: 'applied'; handoff: Handoff }
  | { outcome: 'refused'; refusal: TransitionRefusal; handoff: Handoff }
  | { outcome: 'unknown_handoff' }

/** What the citizen of a request that is closed unanswered is told: where she reads it, and by mail. */
export interface ClosingWords {
  notice: NewMessage | null
  mail: NewMail | null
}

/** An account that is made with its first link. */
export interface Invitation {
  user: User
  token: StaffToken
  audit: AuditRow
}

/** A link that is used at an instant. */
export interface Redemption {
  hash: string
  at: string
  passwordHash: string
  audit: AuditRow | null
}

/** What came of {@link Store.applyToAccount}. */
export type AccountResult = AccountTransition | { outcome: 'unknown_account' }

/** What came of {@link Store.saveDraft}. `stale`: somebody saved, published or threw away the draft since; `record` says who and when. */
export type DraftResult = { outcome: 'saved'; draft: Draft } | { outcome: 'stale'; record: EntryRecord | null }

/** What came of {@link Store.applyToEntry}; nothing was written unless it was applied. */
export type EntryResult =
  | { outcome: 'applied'; record: EntryRecord }
  | { outcome: 'refused'; refusal: EntryRefusal; record: EntryRecord | null }

/** What came of {@link Store.recordPublication}: nothing is published when one entry is refused. */
export type PublicationResult =
  | { outcome: 'published'; entries: { entryId: string; revision: number }[] }
  | { outcome: 'refused'; refusals: { entryId: string; refusal: EntryRefusal }[] }

/** What came of {@link Store.saveSettings}. `stale`: somebody else changed the settings since; `last` says who and when. */
export type SettingsResult = { outcome: 'saved'; edit: SettingsEdit } | { outcome: 'stale'; last: SettingsEdit | null }

/** What becomes of a webhook: what an administrator decides, or another secret. */
export type WebhookChange = { type: 'edit'; edit: WebhookEdit } | { type: 'renew'; sealed: string; at: string }

/** A delivery that is due. */
export interface DueRef {
  communeId: string
  webhookId: string
  deliveryId: string
}

/** Dead letters of a webhook: those that are named, or all (`null`). */
export interface DeadLetters {
  webhookId: string
  ids: readonly string[] | null
}

/**
 * Everything that Guichet keeps. Verbs of the domain, not tables: each is atomic, durable when its promise resolves,
 * and announces its own {@link Change} afterwards. Times come from the caller, so that tests own the clock.
 * Ids are unguessable; an unknown id is an outcome, not an exception. Exceptions mean that the storage itself failed
 * (`AppError` with code `storage_unavailable`), and then nothing was written; the few others are named at their verb.
 */
export interface Store {
  /** @throws AppError `conversation_exists`, or `invalid_conversation_id` unless it is 1 to 64 of `A-Z a-z 0-9 _ -` */
  createConversation(conversation: Conversation, messages: NewMessage[]): Promise<Transcript>
  getConversation(id: string): Promise<Conversation | undefined>
  /**
   * A conversation as this process knows it, whatever other processes have written since: for what never changes of it. One that another process has just
   * begun, or erased, may be unknown, or known still.
   */
  knownConversation(id: string): Promise<Pick<Conversation, 'id' | 'communeId' | 'tokenHash'> | undefined>
  /** What a turn begins from; `undefined` when unknown. */
  openTurn(conversationId: string): Promise<TurnOpening | undefined>
  /** Conversation, messages and turns together; `undefined` when unknown. */
  getTranscript(id: string): Promise<Transcript | undefined>
  /** Everything that is kept with a conversation, as its citizen may have it; `undefined` when unknown. */
  readOwnData(id: string): Promise<OwnData | undefined>
  /** Messages with `seq > afterSeq`, in order; empty when unknown. */
  listMessages(conversationId: string, afterSeq: number): Promise<Message[]>
  appendTurn(input: TurnInput): Promise<TurnResult>
  /**
   * A message without a turn: from an agent, the system, or a citizen who talks with an agent. A citizen's makes what her agent had put aside
   * due at once, in the same write.
   */
  appendMessage(conversationId: string, message: NewMessage, extras?: MessageExtras): Promise<MessageResult>
  recordFeedback(conversationId: string, messageId: string, feedback: Feedback): Promise<FeedbackResult>
  /** Keeps what a citizen thinks of her conversation, ended or not; the last rating counts, on the day of the first. */
  recordRating(conversationId: string, rating: Rating): Promise<RatingResult>
  /** The language in which the citizen is spoken to from now on; that of her open handoff too. */
  setLanguage(conversationId: string, language: Language): Promise<'recorded' | 'unknown'>
  /** Ends a conversation: an open live handoff is cancelled in the same write; a message left still waits for its agent. */
  closeConversation(conversationId: string, at: string, notice: NewMessage): Promise<'closed' | 'unknown'>
  /** Deletes a conversation, its turns and its handoffs for good. */
  eraseConversation(conversationId: string): Promise<'erased' | 'unknown'>
  /** Ids of conversations last updated before an instant, for retention. */
  listConversationsUpdatedBefore(at: string): Promise<string[]>

  /**
   * At most one open handoff a conversation; never more call-backs in a half-day than its places, nor twice the same
   * reference in a commune, whatever comes at once. `notice` and the mail are appended in the same write.
   */
  requestHandoff(handoff: NewHandoff, notice: NewMessage, extras?: RequestExtras): Promise<RequestResult>
  /**
   * Compare-and-set through `domain/handoff.transition`; `notice` is appended in the same write when applied. An action decided on what was
   * said (`lastSeq`) is refused as `not_due` when something was said since.
   */
  applyToHandoff(handoffId: string, action: HandoffAction, notice: NewMessage | null): Promise<HandoffResult>
  getHandoff(id: string): Promise<Handoff | undefined>
  /** The open handoff of a conversation, if any. */
  findOpenHandoff(conversationId: string): Promise<Handoff | undefined>
  /** The same, as this process knows it: for who has just read or written the conversation. */
  knownOpenHandoff(conversationId: string): Promise<Handoff | undefined>
  /** Handoffs of a commune, urgent first, then those that come back from a talk, then oldest first. */
  listHandoffs(communeId: string, statuses: readonly HandoffStatus[]): Promise<Handoff[]>
  /** Of each request of a commune for a half-day, which one and how it stands: for whoever opens the chat, so no more is read of any. */
  listBookings(communeId: string): Promise<Pick<Handoff, 'status' | 'slot'>[]>
  /** Pending handoffs of every commune whose deadline is at or before an instant. */
  listOverdueHandoffs(at: string): Promise<Handoff[]>
  /** Live talks of every commune of which a deadline (see `TalkWatch`) is at or before an instant. */
  listDueTalks(at: string): Promise<Handoff[]>
  /** Handoffs of every commune that were put aside until an instant, or until one before it. */
  listDueSnoozes(at: string): Promise<Handoff[]>
  /** What was done to a handoff, oldest first; empty when unknown. {@link applyToHandoff} keeps each step in its own write. */
  listHandoffSteps(handoffId: string): Promise<HandoffStep[]>
  /** Moves deadlines of a talk that an agent holds. Nobody is told: nothing has happened. */
  watchTalk(handoffId: string, watch: Partial<TalkWatch>): Promise<'kept' | 'unknown'>
  /** How long citizens waited for an agent, ms: the last ones of a commune, as `features/handoffs/queue/usual-wait.ts` counts them, latest first. */
  listLastWaits(communeId: string, most: number): Promise<number[]>

  /** Begins a conversation that an agent holds from its first instant. @throws AppError as `createConversation` */
  openDesk(opening: DeskOpening): Promise<DeskResult>
  /** Puts a call off to another half-day; never more requests in it than its places, whatever comes at once. */
  rescheduleCallback(handoffId: string, to: Rescheduling, notice: NewMessage | null): Promise<ReschedulingResult>
  /** Open requests of a commune, and those that ended of late, each with what a list shows of its conversation; in no order. */
  listQueue(scope: QueueScope): Promise<QueuedHandoff[]>
  /** The requests of a commune that have a reference, however it is written; the latest first. */
  findByReference(communeId: string, reference: string): Promise<Handoff[]>
  /** Conversations of a commune that were handed over and have all the words; what was erased is not found any more. */
  searchConversations(communeId: string, search: ConversationSearch): Promise<ConversationsFound>

  /** Open handoffs of every commune that were requested before an instant, but for talks at the counter, with what was said in them; in the order of {@link listHandoffs}. */
  listUnhandled(at: string): Promise<QueuedHandoff[]>
  /** Announces when an open handoff is closed unanswered; `null` takes that back. */
  announceClosing(handoffId: string, closesAt: string | null): Promise<'kept' | 'unknown'>
  /**
   * Compare-and-set: closes a handoff whose announced end has come, as {@link applyToHandoff} does, and forgets its contact as {@link forgetContact} does,
   * in one write with what its citizen is told.
   */
  closeUnhandled(
    handoffId: string,
    action: Extract<HandoffAction, { type: 'close_unhandled' }>,
    words: ClosingWords,
  ): Promise<HandoffResult>
  /** Handoffs of every commune that ended before an instant and still have contact details. */
  listContactsEndedBefore(at: string): Promise<Handoff[]>
  /** Forgets the name, phone and address of a request that has ended, in its notices and unsent mails too. */
  forgetContact(handoffId: string): Promise<'forgotten' | 'open' | 'unknown'>

  /** Answers that wait for an agent, of a commune or of all, oldest first. */
  listValidations(communeId?: string): Promise<Validation[]>
  getValidation(id: string): Promise<Validation | undefined>
  /**
   * Compare-and-set: one decision for each validation. In a conversation that has ended nothing is said any more; what is remembered changes only
   * when nothing was asked since.
   */
  settleValidation(id: string, settlement: Settlement): Promise<SettleResult>
  /** What agents judged of the answers of a commune, as long as their conversations are kept; in no order. */
  listCheckedAnswers(communeId: string): Promise<CheckedAnswer[]>

  /** Keeps a remark with its conversation. */
  addRemark(conversationId: string, remark: Remark): Promise<'added' | 'unknown_conversation'>
  /** Those of a commune, with their conversation or after it, latest first. */
  listRemarks(communeId: string): Promise<Remark[]>
  /** What its agent adds to a remark that is still new. */
  editRemark(id: string, details: RemarkDetails): Promise<RemarkResult>
  settleRemark(id: string, decision: RemarkDecision): Promise<RemarkResult>
  /** Takes back a remark that is still new. */
  withdrawRemark(id: string): Promise<RemarkResult>
  /** Keeps remarks that outlive their conversation, without it. */
  keepRemarks(remarks: readonly Remark[]): Promise<void>
  /** Forgets those of a commune that outlived their conversation and were made before an instant. @returns how many */
  dropRemarksBefore(communeId: string, at: string): Promise<number>

  /** What was masked in what the citizen of a handoff wrote to a person, sealed, in the order in which it was written. */
  listMasked(handoffId: string): Promise<MaskedItem[]>
  /** Requests of every commune that ended before an instant and of which something masked is still kept. */
  listMaskedEndedBefore(at: string): Promise<EndedMasked[]>
  /** Forgets what was masked for a request. @returns how many values */
  forgetMasked(handoffId: string): Promise<number>
  /** Keeps that an agent looked at a masked value. */
  recordReveal(reveal: Reveal): Promise<void>
  /** Those of a commune, latest first. */
  listReveals(communeId: string): Promise<Reveal[]>
  /** Forgets those of a commune made before an instant. @returns how many */
  dropRevealsBefore(communeId: string, at: string): Promise<number>
  /** Keeps a private note beside a conversation, ended or not; no message, and no transcript, has it. */
  addNote(conversationId: string, note: NewNote): Promise<NoteResult>
  /** The notes of a conversation, oldest first; empty when unknown. */
  listNotes(conversationId: string): Promise<Note[]>

  /** Puts a mail in the outbox, unless the conversation has had `most` mails of its kind. */
  queueMail(conversationId: string, mail: NewMail, most: number): Promise<QueueMailResult>
  /** Puts a mail that belongs to no conversation in the outbox: one to a member of staff. What has left is forgotten at once. */
  queueCommuneMail(mail: NewCommuneMail): Promise<void>
  /** Puts somebody's letter of a week in the outbox, unless she has had one of its kind in that week. @param to.week ISO week, `2026-W48` */
  queueLetter(mail: NewLetter, to: { userId: string; week: string }): Promise<'queued' | 'already'>
  /** Whether the letters of a kind are written, of a week or a later one. */
  isWeekWritten(communeId: string, kind: LetterKind, week: string): Promise<boolean>
  /** Notes that all the letters of a kind are queued for a week. */
  endWeek(communeId: string, kind: LetterKind, week: string): Promise<void>
  /** Waiting mails of every commune whose next try is at or before an instant, oldest first. */
  listDueMails(at: string): Promise<Mail[]>
  /** Mails of a commune that wait or have failed, oldest first. */
  listUnsentMails(communeId: string): Promise<Mail[]>
  /** Compare-and-set before a sending: counts the try and puts off the next one; `undefined` when the mail is not due. */
  startMailTry(mailId: string, at: string): Promise<Mail | undefined>
  /** Keeps what came of a sending through `domain/mail.settled`; a mail erased meanwhile is forgotten. */
  settleMail(mailId: string, result: SendResult): Promise<void>

  /** @throws AppError `email_taken` when another account of the commune has this address */
  saveUser(user: User): Promise<void>
  getUser(id: string): Promise<User | undefined>
  /** The accounts of an address, one for each commune that gave it one, oldest first. Addresses are compared without case. */
  findUsersByEmail(email: string): Promise<User[]>
  /** Every account of the server, those that may not sign in any more included. */
  listUsers(): Promise<User[]>
  /** Keeps in which language an account wants the weekly digest; `null`: it does not. */
  saveDigestWish(userId: string, language: StaffLanguage | null): Promise<'saved' | 'unknown'>
  /** Keeps whether an account wants the weekly letter about entries that expire. */
  saveReminderWish(userId: string, wanted: boolean): Promise<'saved' | 'unknown'>
  /** The accounts of a commune that may sign in: an agent's colleagues. */
  listStaff(communeId: string): Promise<User[]>
  /** Makes an account with the link by which she chooses her password. @throws AppError `email_taken` */
  inviteUser(invitation: Invitation): Promise<void>
  /** Changes an account through `features/accounts/account-action`, one change after another; the audit row, if any, in the same write. */
  applyToAccount(userId: string, action: AccountAction, audit: AuditRow | null): Promise<AccountResult>
  /** Erases an account that was deactivated, or never used and to which no link leads at an instant. */
  eraseAccount(userId: string, at: string): Promise<'erased' | 'in_use' | 'unknown'>
  /** Drops what has lapsed by an instant: sessions, links of one use, mails that did not leave, rows of closed consoles and browsers. @returns how many */
  dropLapsed(at: string): Promise<number>
  /** When acts of a commune before an instant were done that still say by whom, or why, in documents that outlive the audit; in no order. */
  listNamedActsBefore(communeId: string, at: string): Promise<string[]>
  /** Forgets by whom, and why, in those documents. @returns how many acts */
  forgetNamesBefore(communeId: string, at: string): Promise<number>
  /** Communes of which something is kept for a time, known to the server or not. */
  listCommunesKept(): Promise<string[]>
  /** Keeps a link, in the place of her former one. */
  saveStaffToken(token: StaffToken, audit: AuditRow | null): Promise<'saved' | 'unknown_account'>
  /** A link that is good at an instant, and whose it is. */
  findStaffToken(hash: string, at: string): Promise<{ token: StaffToken; user: User } | undefined>
  /** Compare-and-set: a link that is good at an instant sets the password once, and is forgotten. */
  redeemStaffToken(redemption: Redemption): Promise<AccountResult | { outcome: 'unknown_token' }>
  /** What a commune asks of its accounts, in the place of what it asked. */
  saveSignInPolicy(policy: SignInPolicy, audit: AuditRow | null): Promise<void>
  readSignInPolicy(communeId: string): Promise<SignInPolicy>
  /** Replaces an account's own views of the queue. */
  saveViews(userId: string, views: readonly SavedView[]): Promise<'saved' | 'unknown'>
  /** Takes an account of a demonstration away, with its link; any other stays. The audit row is kept in the same write. */
  removeDemonstrationUser(userId: string, audit: AuditRow): Promise<'removed' | 'unknown_account'>
  saveSession(session: Session): Promise<void>
  getSession(idHash: string): Promise<Session | undefined>
  /** Moves when a session was last used. Nobody is told. */
  touchSession(idHash: string, at: string): Promise<void>
  /** Sessions of an account that have not expired at an instant and that its account still lets in, latest first. */
  listSessions(userId: string, at: string): Promise<Session[]>
  deleteSession(idHash: string): Promise<void>
  /** Forgets every session of an account but one. @returns the hashes of those that were forgotten */
  deleteSessionsOf(userId: string, kept: string | null): Promise<string[]>
  /** Keeps what an agent declared, or what was noted of her. */
  savePresence(presence: Presence): Promise<void>
  /** Moves what proves that an agent is there. Nobody is told, and a restart forgets it: her console is heard again soon. */
  beatPresence(userId: string, beat: PresenceBeat): Promise<'kept' | 'unknown'>
  listPresences(communeId: string): Promise<Presence[]>
  /** Forgets what an agent declared. */
  erasePresence(userId: string): Promise<'erased' | 'unknown'>

  /** Keeps a browser that may be told while its console is closed; one already known is kept once. */
  savePushSubscription(subscription: PushSubscription): Promise<void>
  listPushSubscriptions(communeId: string): Promise<PushSubscription[]>
  /** Forgets a browser, by its address at its push service. */
  dropPushSubscription(endpoint: string): Promise<void>
  /** Forgets the browsers of a session, which has ended. */
  dropPushOfSession(sessionHash: string): Promise<void>
  /** Compare-and-set before a push: notes it, unless the browser was told at or after `since`, or is forgotten. @returns whether to push */
  startPush(endpoint: string, at: string, since: string): Promise<boolean>

  /** Keeps a reply of an agent, in the place of her former one of the same id. */
  saveReply(reply: PersonalReply): Promise<'saved' | 'too_many'>
  /** Those of an agent, in the order in which they were first saved. */
  listReplies(userId: string): Promise<PersonalReply[]>
  deleteReply(userId: string, id: string): Promise<'deleted' | 'unknown'>
  /** Forgets the replies of accounts that are no more. @returns how many */
  dropRepliesWithoutAccount(): Promise<number>

  /** Puts an alert in the place of the commune's former one, or withdraws it, and keeps who did it and when. */
  saveAlert(edit: AlertEdit): Promise<void>
  /** The edits of a commune's alert, latest first: what is announced is the first one's. */
  listAlertEdits(communeId: string): Promise<AlertEdit[]>
  /** Forgets the edits of a commune made before an instant, but for the last one while it says what is announced then. @returns how many */
  dropAlertEditsBefore(communeId: string, at: string): Promise<number>

  /** Saves what a curator writes of an entry, unless the draft that she saw is no longer the last. @throws AppError `invalid_entry_id` */
  saveDraft(scope: EntryScope, draft: DraftSave): Promise<DraftResult>
  /**
   * Submits, sends back, archives, restores an entry, or throws its draft away, by the rules of `features/entries/model/entry-life.ts`; the audit tells it in
   * the same write. @throws AppError `invalid_entry_id`
   */
  applyToEntry(scope: EntryScope, action: EntryAction): Promise<EntryResult>
  /**
   * Publishes entries of a commune in one step: all of them, or none. Asked again with the same id, it publishes nothing twice.
   * @throws AppError `invalid_entry_id`
   */
  recordPublication(request: PublicationRequest): Promise<PublicationResult>
  /** The whole life of an entry; `undefined` when nobody has touched it. */
  getEntryRecord(communeId: string, entryId: string): Promise<EntryRecord | undefined>
  /** Every entry of a commune that somebody has touched, without contents, in the order of the ids. */
  listEntryRecords(communeId: string): Promise<EntryDigest[]>
  /** What curators have published or taken away, with its content. */
  readPublished(communeId: string): Promise<PublishedEntries>
  /** Compare-and-set: changes settings of a commune over the version that its author saw, with a row of the audit for each of them in the same write. */
  saveSettings(save: SettingsSave): Promise<SettingsResult>
  /** Every change of a commune's settings, oldest first; empty when it has those of its file. */
  listSettingsEdits(communeId: string): Promise<SettingsEdit[]>
  /** Stops the assistant of a commune from answering by itself, or lets it again; the audit tells it in the same write. `already`: it was so. */
  switchAnswers(change: AnswersSwitch): Promise<'switched' | 'already'>
  /** Who last stopped the answers of a commune, or let them again; `undefined` when nobody ever did. */
  readAnswersSwitch(communeId: string): Promise<AnswersSwitch | undefined>
  /**
   * Keeps that somebody checked points, or takes it back, with the audit in the same write. Ticked twice, the first stays. Nobody is told: what is
   * served does not change. @returns the points that it changed
   */
  tickChecks(act: CheckAct): Promise<CheckPoint[]>
  /** What was checked in a commune, in the order in which it was. */
  listCheckTicks(communeId: string): Promise<CheckTick[]>
  /** Lets a finding among the entries of a commune be, in the place of what was said of it before; the audit tells it in the same write. Nobody is told. */
  ignoreConflict(communeId: string, ignored: IgnoredConflict): Promise<void>
  /** Lets a finding be no longer; the audit tells it in the same write. */
  reopenConflict(communeId: string, key: string, by: Actor & { at: string }): Promise<'reopened' | 'unknown'>
  /** Findings that are let be, in the order in which they were, those that have come back since included. */
  listIgnoredConflicts(communeId: string): Promise<IgnoredConflict[]>
  /** Keeps an act that no other verb tells. */
  recordAudit(row: AuditRow): Promise<void>
  /** Acts of a commune, latest first. */
  listAudit(communeId: string, filter: AuditFilter): Promise<AuditPage>
  /** Instants of the acts of a commune before one, for retention. */
  listAuditBefore(communeId: string, at: string): Promise<string[]>
  /** Forgets the acts of a commune before an instant; revisions stay. @returns how many */
  dropAuditBefore(communeId: string, at: string): Promise<number>

  /** Follows a pack, or keeps what was taken of it since. `changed_key`: the one that is followed was signed by another key; nothing is written. */
  savePackSubscription(subscription: PackSubscription): Promise<'saved' | 'changed_key'>
  /** The packs that a commune follows, in the order in which it began. */
  listPackSubscriptions(communeId: string): Promise<PackSubscription[]>
  /** Follows a pack no longer; its entries stay as they are. */
  dropPackSubscription(communeId: string, packId: string): Promise<'dropped' | 'unknown'>
  /** How many communes of this store follow a pack, signed by that key. */
  countPackFollowers(packId: string, key: string): Promise<number>

  /** Registers a webhook, unless its commune has `MOST_WEBHOOKS`. From then on, what happens is kept for it in the write that makes it happen. Nobody is told. */
  addWebhook(webhook: Webhook): Promise<'added' | 'too_many'>
  /** Those of a commune, in the order in which they were registered. */
  listWebhooks(communeId: string): Promise<Webhook[]>
  /** Changes a webhook through `features/webhooks/webhook`. @returns what it is now; `undefined` when unknown */
  changeWebhook(communeId: string, id: string, change: WebhookChange): Promise<Webhook | undefined>
  /** Forgets a webhook, its secrets and everything on its way to it. */
  deleteWebhook(communeId: string, id: string): Promise<'deleted' | 'unknown'>
  /** Makes a delivery of each event kept since, for each webhook that wants it, and forgets the event where it happened. Interrupted, it is done again; nothing is queued twice. @returns how many */
  queueEvents(at: string): Promise<number>
  /** Deliveries of a commune, latest first, as far as they are kept (`features/webhooks/delivery.keptDeliveries`). */
  listDeliveries(communeId: string): Promise<Delivery[]>
  /** Deliveries of every commune to try at an instant, those that waited longest first; none of a webhook that is not told. */
  listDueDeliveries(at: string): Promise<DueRef[]>
  /** Compare-and-set before a try: counts it and puts off the next one; `undefined` when the delivery is not due, or was given up. */
  startDelivery(communeId: string, deliveryId: string, at: string): Promise<DueDelivery | undefined>
  /** Keeps what came of a try through `features/webhooks/delivery.settled`. @returns both as they are now; `undefined` when it waits no more */
  settleDelivery(
    communeId: string,
    deliveryId: string,
    how: { result: TryResult; at: string },
  ): Promise<DueDelivery | undefined>
  /** Tries dead letters of a webhook again, from their first try. @returns how many */
  replayDeliveries(communeId: string, which: DeadLetters, at: string): Promise<number>
  /** Forgets dead letters of a webhook. @returns how many */
  discardDeliveries(communeId: string, which: DeadLetters): Promise<number>
  /** Forgets the deliveries that are kept no longer at an instant. */
  dropOldDeliveries(at: string): Promise<void>

  /** Adds to named counters of a commune and day (`YYYY-MM-DD`); aggregates only, never text. */
  count(communeId: string, day: string, increments: Record<string, number>): Promise<void>
  /** Counters by day, for days in `[from, to]`. */
  readCounters(communeId: string, from: string, to: string): Promise<Record<string, Record<string, number>>>
  /** Forgets the counters of the days before one. @returns of how many days */
  dropCountersBefore(communeId: string, day: string): Promise<number>

  /** Handoffs of every commune that have ended and are not counted yet, or ended once more since. */
  listUntallied(): Promise<Handoff[]>
  /** Compare-and-set: counts the facts of a handoff that has ended, once for each end, however often it is asked. */
  tallyHandoff(handoffId: string, facts: HandoffFacts): Promise<'tallied' | 'already' | 'unknown'>

  /**
   * The questions that a commune's citizens asked and that were failed, in their conversation or after it, latest first, as far as they count at an instant.
   * Not copies: tens of thousands are told at each reading, and none is ever changed.
   */
  listFailures(communeId: string, at: string): Promise<readonly StandingFailure[]>
  /** Keeps failures that outlive their conversation, without it. */
  keepFailures(failures: readonly KeptFailure[]): Promise<void>
  /** Those of a commune that outlived their conversation, latest day first. */
  listKeptFailures(communeId: string): Promise<KeptFailure[]>
  /** Forgets those of a commune asked before a day. @returns how many */
  dropFailuresBefore(communeId: string, day: string): Promise<number>
  /** Decides of several failures in one write; those that are not known, or are another commune's, are left out. @returns what was decided */
  decideFailures(request: DecisionRequest): Promise<FailureDecision[]>
  /** Takes back what one press decided, as far as nothing was decided since. @returns what is taken back, as it was */
  undoFailureAction(communeId: string, actionId: string): Promise<FailureDecision[]>
  /** Forgets what was decided of failures that are no more. @returns how many */
  dropDecisionsOfForgotten(): Promise<number>

  /** Counts one practice of an agent: the best, the last and how many, never a word of it. Nobody is told. */
  recordPractice(attempt: PracticeAttempt): Promise<PracticeRecord>
  /** What the agents of a commune have practised. */
  listPractice(communeId: string): Promise<PracticeRecord[]>
  /** Forgets everything that an agent has practised. @returns how many exercises */
  erasePractice(userId: string): Promise<number>
  /** Forgets the exercises of a commune's agents that were last tried before an instant. @returns how many */
  dropPracticeBefore(communeId: string, at: string): Promise<number>

  /** Keeps when what is due was looked for in a commune, and what was erased if anything was. */
  recordPurge(communeId: string, purge: Purge): Promise<void>
  readPurgeState(communeId: string): Promise<PurgeState | undefined>
  /** What was erased for good of every commune, oldest first: neither words nor ids, so that no backup brings it back. Noted by the verbs that erase. */
  listErasures(): Promise<Erasure[]>
  /** Forgets the erasures that are older than so many days, by whole days (UTC) and the clock that dated them: no backup is older. @returns how many */
  dropErasuresOlderThan(days: number): Promise<number>

  /** What is noted of the time. Where nothing is yet, the data tell that it is no earlier than the last conversation. */
  readClock(): Promise<ClockRecord>
  /** Notes what a machine knows of the time, in place of what it knew before. */
  noteClock(note: ClockNote): Promise<void>
  /** Keeps the word of an operator that the clock is right, in place of the former one. */
  acceptClock(acceptance: ClockAcceptance): Promise<void>
  /** What the clock of the database says, ms since the epoch; `null` for a store without one. */
  databaseTime(): Promise<number | null>

  /** Calls the listener after each durable write; returns the way to stop. A listener that throws harms nobody. */
  subscribe(listener: (change: Change) => void): () => void
  /** Proves that a write is possible now. @throws AppError `storage_unavailable` */
  check(): Promise<void>
  /** Finishes pending writes and releases the lock. */
  close(): Promise<void>
}
