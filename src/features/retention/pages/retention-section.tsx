import { useEffect, useState } from 'preact/hooks'
import { localeOf, type StaffLanguage } from '../../../platform/model/language.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { SelectField } from '../../../ui/kit/field.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { Icon } from '../../../ui/kit/icon.js'
import { formatDay, momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { Table } from '../../../ui/kit/table.js'
import { townDay } from '../../../ui/kit/town-clock.js'
import { type ClockView, type RetentionView, retentionRoutes } from '../contract.js'

interface ClockNoticeProps {
  t: Translate
  language: StaffLanguage
  clock: ClockView
}

/** Why some or all of it is not erased, and what to do. */
export function ClockNotice({ t, language, clock }: ClockNoticeProps) {
  if (clock.status === 'sure' && clock.doubts.length === 0) return null
  return (
    <div role="status">
      {clock.doubts.map(({ host, since, byS, against }) => (
        <p key={host} class="bad">
          <Icon name="alert" />{' '}
          {t(`admin.clock.${byS < 0 ? 'behind' : 'ahead'}`, {
            host,
            gap: durationInWords(Math.abs(byS), language),
            against: isThing(against)
              ? t(`admin.clock.against.${against}`)
              : t('admin.clock.against.server', { host: against }),
            moment: momentInWords(since, language, new Date()),
          })}{' '}
          {t('admin.clock.remedy')}
        </p>
      ))}
      {clock.status === 'waiting' && <p class="hint">{t('admin.clock.left', { hours: clock.leftH })}</p>}
      {clock.status === 'idle' && <p class="hint">{t('admin.clock.idle')}</p>}
    </div>
  )
}

/** What is no server that a clock is compared with. */
function isThing(against: string): against is 'note' | 'database' {
  return against === 'note' || against === 'database'
}

const UNITS = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
] as const

/** A duration by its largest unit, minutes at least. */
function durationInWords(seconds: number, language: StaffLanguage): string {
  const [unit, length] = UNITS.find(([, least]) => seconds >= 2 * least) ?? (['minute', 60] as const)
  const format = new Intl.NumberFormat(localeOf(language), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  })
  return format.format(seconds / length)
}

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}

/** Times to come that can be asked about, in days. */
const HORIZONS = { now: 0, week: 7, month: 30, year: 365 } as const

/** How long each kind of data is kept, what will be erased and when something last was. Looking erases nothing. */
export function RetentionSection({ api, t, language }: Props) {
  const [within, setWithin] = useState<number>(HORIZONS.month)
  const [view, setView] = useState<RetentionView | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let current = true
    api.ask(retentionRoutes.read, { query: { within } }).then(
      (next) => {
        if (!current) return
        setView(next)
        setFailed(false)
      },
      () => current && setFailed(true),
    )
    return () => {
      current = false
    }
  }, [api, within])
  return (
    <Sheet id="retention" title={t('admin.retention')} hint={t('admin.retention.intro')}>
      <ActMessage problem={failed && t('admin.retention.failed')} />
      <SelectField
        id="retention-within"
        label={t('admin.retention.within')}
        value={within}
        onValue={(value) => setWithin(Number(value))}
        choices={Object.entries(HORIZONS).map(([name, days]) => (
          <option key={name} value={days}>
            {t(`admin.retention.${name as keyof typeof HORIZONS}`)}
          </option>
        ))}
      />
      {view && (
        <>
          <ClockNotice t={t} language={language} clock={view.clock} />
          <Kinds t={t} language={language} view={view} />
          <LastPurge t={t} language={language} view={view} />
          <Questions t={t} language={language} view={view} />
        </>
      )}
    </Sheet>
  )
}

type ViewProps = Omit<Props, 'api'> & { view: RetentionView }

function Kinds({ t, language, view }: ViewProps) {
  return (
    <Table
      kind="facts"
      class="retention-table"
      caption={t('admin.retention')}
      isCaptionHidden
      rows={view.kinds}
      keyOf={({ kind }) => kind}
      columns={[
        { name: t('admin.retention.kind'), cell: ({ kind }) => t(`admin.retention.${kind}`) },
        { name: t('admin.retention.days'), cell: ({ days }) => days },
        { name: t('admin.retention.due'), cell: ({ due }) => due },
        {
          name: t('admin.retention.oldest'),
          cell: ({ oldest }) => (oldest ? formatDay(dayOf(oldest), language) : t('admin.retention.none')),
        },
      ]}
    />
  )
}

function LastPurge({ t, language, view: { kinds, state } }: ViewProps) {
  const moment = (iso: string) => momentInWords(iso, language, new Date())
  const last = state?.last
  const counts = kinds
    .flatMap(({ kind }) => {
      const count = last?.erased[kind]
      return count ? [t('admin.retention.count', { kind: t(`admin.retention.${kind}`), count })] : []
    })
    .join(', ')
  return (
    <>
      <p>{last ? t('admin.retention.last', { moment: moment(last.at), counts }) : t('admin.retention.never')}</p>
      {state && <p class="hint">{t('admin.retention.checked', { moment: moment(state.checkedAt) })}</p>}
    </>
  )
}

function Questions({ t, language, view: { unanswered } }: ViewProps) {
  if (unanswered.length === 0) return null
  return (
    <details>
      <summary>{t('admin.retention.questions', { count: unanswered.length })}</summary>
      <ul>
        {unanswered.map(({ day, text, language: spoken }, index) => (
          <li key={`${day} ${index}`}>
            {formatDay(day, language)} – <bdi lang={spoken}>{text}</bdi>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The day of what is told by an instant or a day. */
function dayOf(told: string): string {
  return told.length === 10 ? told : townDay(new Date(told))
}
