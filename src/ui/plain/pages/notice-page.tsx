import { KEPT_APPOINTMENT_DAYS } from '../../../features/appointments/appointment.js'
import type { Frame } from '../../../platform/http/pages/frame.js'
import { Page } from '../../../platform/http/pages/page.js'
import { noticeLink } from '../../../platform/http/pages/plain-links.js'
import type { Commune } from '../../../platform/model/commune.js'
import { DEFAULT_REVEAL_HOURS } from '../../../platform/model/masked-data.js'
import { type RetentionKind, retentionDaysOf } from '../../../platform/model/retention.js'
import type { PlainKey } from '../../../platform/model/say.js'
import { LanguageNav } from './ask-page.js'
import { PrivacyRights } from './privacy.js'

/** Kinds that are about citizens; who announced what is about the staff. */
const KINDS = [
  'conversations',
  'unhandled',
  'contacts',
  'unanswered',
  'remarks',
  'counters',
] as const satisfies RetentionKind[]

/** Kinds of which nothing is kept unless it outlives the conversation. */
const OUTLIVES: ReadonlySet<RetentionKind> = new Set(['unanswered', 'remarks'])

interface NoticeProps {
  frame: Frame
  /** Whether RDV Service Public tells of the commune's appointments. */
  hasAppointments: boolean
}

/** Everything that is done with what citizens write, on one page that needs neither script nor conversation. */
export function NoticePage({ frame, hasAppointments }: NoticeProps) {
  const { t, commune } = frame
  const { revealHours = DEFAULT_REVEAL_HOURS } = commune.privacy
  const sections: [PlainKey, PlainKey[]][] = [
    ['notice.ai_title', ['notice.ai', 'notice.scope']],
    ['notice.why_title', ['notice.why', 'notice.where', ...talkSentences(commune)]],
  ]
  return (
    <Page frame={frame} what={t('notice.title')}>
      <LanguageNav frame={frame} linkTo={(language) => noticeLink(commune.id, language)} />
      <h1>{t('notice.title')}</h1>
      <p>{t('privacy.who', { controller: commune.privacy.controller })}</p>
      {sections.map(([title, sentences]) => (
        <section>
          <h2>{t(title)}</h2>
          {sentences.map((sentence) => (
            <p>{t(sentence)}</p>
          ))}
        </section>
      ))}
      <section>
        <h2>{t('notice.kept_title')}</h2>
        <Durations frame={frame} hasAppointments={hasAppointments} />
        <p>{t('notice.masked')}</p>
        {revealHours > 0 && <p>{t('notice.revealed', { hours: String(revealHours) })}</p>}
      </section>
      <section>
        <h2>{t('notice.browser_title')}</h2>
        <p>{t('notice.browser')}</p>
      </section>
      <section>
        <h2>{t('notice.rights_title')}</h2>
        <p>{t('notice.erase')}</p>
        <PrivacyRights frame={frame} />
      </section>
    </Page>
  )
}

/** What the commune has chosen to show of a talk. */
function talkSentences({ talk }: Commune): PlainKey[] {
  return talk?.showCitizenTyping ? ['notice.typing'] : []
}

/** How long each kind is kept; a kind that the commune keeps no day is not there. */
function Durations({ frame: { t, commune }, hasAppointments }: NoticeProps) {
  const days = { ...retentionDaysOf(commune.privacy), appointments: KEPT_APPOINTMENT_DAYS }
  const kinds = KINDS.filter((kind) => !OUTLIVES.has(kind) || days[kind] > days.conversations)
  return (
    <dl class="durations">
      {[...kinds, ...(hasAppointments ? (['appointments'] as const) : [])].map((kind) => (
        <div>
          <dt>{t(`notice.${kind}`)}</dt>
          <dd>
            <strong>{t('notice.days', { days: String(days[kind]) })}</strong> {t(`notice.${kind}_from`)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
