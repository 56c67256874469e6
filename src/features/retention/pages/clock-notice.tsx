import type { ClockView } from '../../../platform/http/contract.js'
import { localeOf, type StaffLanguage } from '../../../platform/model/language.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { Translate } from '../../../ui/kit/words.js'

interface Props {
  t: Translate
  language: StaffLanguage
  clock: ClockView
}

/** Why some or all of it is not erased, and what to do. */
export function ClockNotice({ t, language, clock }: Props) {
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
