import type { Logger } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { DescribedError } from '../../platform/http/problem.js'
import { conversationFrom, SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { isEmail, type Mail, type Mailer } from '../../platform/mail/mail.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import { transcriptRoutes } from './contract.js'
import { type ExpiryLetterParts, expiryLetter } from './expiry-letter.js'
import { type FailuresLetterParts, failuresLetter } from './failures-letter.js'
import type { MailStore } from './mail-verbs.js'
import { createOutbox } from './outbox.js'
import { reminderRoutes } from './reminder-contract.js'
import { type Letter, type LetterSweep, sweepLetters } from './sweep-letters.js'
import { type TranscriptNeeds, transcriptMail, transcriptText } from './transcript-text.js'
import { type UnhandledLetterParts, unhandledLetter } from './unhandled-letter.js'

/** Times that one conversation is sent: enough to mend a mistyped address, too few to fill someone's mailbox. */
const MOST_TRANSCRIPTS = 3

/** What these routes need. */
export interface TranscriptRouteNeeds {
  store: Pick<ConversationStore, 'listMessages'> & Pick<MailStore, 'queueMail'>
  handoffContext: TranscriptNeeds
  mailer: Mailer | null
}

/** Serves {@link transcriptRoutes}: a citizen keeps her conversation as text, or by e-mail when there is a mail server. */
export function serveTranscripts({ store, handoffContext, mailer }: TranscriptRouteNeeds): ServedRoute[] {
  return [
    serve(transcriptRoutes.read, async ({ response }) => {
      const conversation = conversationFrom(response)
      const messages = await store.listMessages(conversation.id, 0)
      response.type('text/plain').send(transcriptText(handoffContext, conversation, messages))
      return SENT
    }),
    serve(transcriptRoutes.send, async ({ body, response }) => {
      const conversation = conversationFrom(response)
      const to = cleanText(body.email)
      if (!mailer) throw new AppError('mail_unavailable', 409)
      if (!isEmail(to)) throw new AppError('email_invalid', 422, { field: 'email' })
      const messages = await store.listMessages(conversation.id, 0)
      const mail = transcriptMail(handoffContext, conversation, { messages, to })
      const outcome = await store.queueMail(conversation.id, mail, MOST_TRANSCRIPTS)
      if (outcome === 'unknown_conversation') throw new AppError('unknown_conversation', 404)
      if (outcome === 'too_many') throw new DescribedError('transcript_limit', 429, { most: String(MOST_TRANSCRIPTS) })
      return null
    }),
  ]
}

/** What the choice of a letter needs. */
export interface ReminderNeeds {
  store: Pick<StaffStore, 'getUser' | 'saveReminderWish'>
  mailer: Mailer | null
}

/** Serves {@link reminderRoutes}. */
function serveReminders({ store, mailer }: ReminderNeeds): ServedRoute[] {
  const view = (wanted: boolean) => ({ wanted, mail: mailer ? ('on' as const) : ('off' as const) })
  return [
    serve(reminderRoutes.reminders, async ({ response }) => {
      const user = await store.getUser(staffFrom(response).user.id)
      return view(user?.declinesReminders !== true)
    }),
    serve(reminderRoutes.chooseReminders, async ({ body: { wanted }, response }) => {
      const saved = await store.saveReminderWish(staffFrom(response).user.id, wanted)
      if (saved === 'unknown') throw new AppError('sign_in_required', 401)
      return view(wanted)
    }),
  ]
}

/** What mail is given. */
export interface MailNeeds
  extends TranscriptRouteNeeds,
    Pick<LetterSweep, 'communes' | 'now'>,
    Pick<WeeklyLetterParts, 'failures' | 'say' | 'publicOrigin'> {
  store: TranscriptRouteNeeds['store'] &
    ReminderNeeds['store'] &
    Parameters<typeof createOutbox>[0]['store'] &
    LetterSweep['store'] &
    WeeklyLetterParts['store']
  curation: Pick<WeeklyLetterParts, 'installedOf'>
  senders: Senders
  clock: () => { status: string }
  stopping: () => boolean
  logger: Logger
}

/** What leaves by e-mail, when there is a mail server. */
export const mail: Feature<MailNeeds> = {
  name: 'mail',
  routes: { ...transcriptRoutes, ...reminderRoutes },
  open(needs) {
    const { store, mailer, now, communes, senders, stopping, logger } = needs
    const outbox = createOutbox({
      store,
      mailer,
      asSentBy: (mail) => withSender(mail, communes.get(mail.communeId), senders),
      now,
      onFault: (fact) => logger.warn(fact, 'a mail did not leave'),
      stopping,
    })
    const letters = weeklyLetters({ ...needs, installedOf: needs.curation.installedOf })
    // The letters of a week to come would keep all those before it from being written.
    const writeLetters = async () => {
      if (needs.clock().status !== 'doubted') await sweepLetters({ store, communes, letters, now })
    }
    return {
      served: [...serveTranscripts(needs), ...serveReminders(needs)],
      duties: [writeLetters, outbox.send],
      close: outbox.close,
    }
  },
}

/** What weekly letters are written from, and whether they can leave. */
interface WeeklyLetterParts extends Omit<FailuresLetterParts & ExpiryLetterParts & UnhandledLetterParts, 'publicUrl'> {
  /** `null` when no mail leaves. */
  mailer: Mailer | null
  /** Address of the server as its users type it; `null` when it is not known. */
  publicOrigin: string | null
}

/** The letters that members of staff get once a week. Without a way for mails, or an address for their links, none is written. */
function weeklyLetters({ mailer, publicOrigin, ...parts }: WeeklyLetterParts): Letter[] {
  if (!mailer || publicOrigin === null) return []
  const written = { ...parts, publicUrl: publicOrigin }
  return [failuresLetter(written), expiryLetter(written), unhandledLetter(written)]
}

/** Who may send as what. */
interface Senders {
  /** Of every mail, unless its commune has one of its own: an address, or `Name <address>`. */
  from: string
  /** By the id of a commune, the domains that are its own. */
  domains: ReadonlyMap<string, readonly string[]>
}

/** A mail as its commune sends it: by its own name and address where it may, and with its last words. Pure. */
export function withSender(mail: Mail, commune: Commune | undefined, senders: Senders): Mail {
  if (!commune?.mail) return mail
  const { name, address, signature } = commune.mail
  const own = address !== undefined && maySendAs(commune.id, address, senders) ? address : addressOf(senders.from)
  const shown = name ?? nameOf(senders.from)
  return {
    ...mail,
    from: shown === '' ? own : `${shown} <${own}>`,
    ...(signature === undefined || mail.text === '' ? {} : { text: `${mail.text.trimEnd()}\n\n-- \n${signature}\n` }),
  }
}

/** Whether a commune may send as an address: of a domain that is given to it alone, or its own id at the server's domain. Pure. */
export function maySendAs(communeId: string, address: string, { from, domains }: Senders): boolean {
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  if (domains.get(communeId)?.includes(domain)) return true
  return domain === addressOf(from).toLowerCase().split('@')[1] && local === communeId
}

function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim()
}

function nameOf(from: string): string {
  return /^([^<]*)</.exec(from)?.[1]?.trim() ?? ''
}
