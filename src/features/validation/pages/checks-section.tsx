import { ActMessage } from '../../../ui/kit/form.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { percentOf } from '../../../ui/kit/turn-in-words.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { validationRoutes } from '../contract.js'

const RESULTS = ['confirmed', 'edited', 'refused', 'expired', 'withdrawn'] as const

/** How agents judged the assistant's answers before they were shown. */
export function ChecksSection({ api, t, language }: SectionProps) {
  const { view, failed } = useReading(api, validationRoutes.checks)
  return (
    <Sheet id="checks" title={t('admin.checks')} hint={t('admin.checks.intro')}>
      <ActMessage problem={failed && t('admin.checks.failed')} />
      {view && !view.enabled && <p>{t('admin.checks.off')}</p>}
      {view && (view.enabled || view.agreement !== null) && (
        <>
          <p>{t('admin.checks.period', { from: formatDay(view.from, language), to: formatDay(view.to, language) })}</p>
          <dl class="figures">
            <div>
              <dt>{t('admin.checks.agreement')}</dt>
              <dd>{view.agreement === null ? '–' : percentOf(view.agreement, language)}</dd>
            </div>
            {RESULTS.map((result) => (
              <div key={result}>
                <dt>{t(`admin.checks.${result}`)}</dt>
                <dd>{view[result]}</dd>
              </div>
            ))}
          </dl>
          {view.agreement === null && <p class="hint">{t('admin.checks.agreementNone')}</p>}
        </>
      )}
    </Sheet>
  )
}
