import { ActMessage } from '../../../../ui/kit/form.js'
import { formatDay, momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../../ui/kit/page-props.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { Table } from '../../../../ui/kit/table.js'
import { percentOf } from '../../../../ui/kit/turn-in-words.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import { validationRoutes } from '../../contract.js'

const RESULTS = ['confirmed', 'edited', 'refused', 'expired', 'withdrawn'] as const

/** How agents judged the assistant's answers before they were shown. */
export function ChecksSection({ api, t, language }: SectionProps) {
  const { view, failed } = useReading(api, validationRoutes.checks)
  return (
    <Sheet id="checks" title={t('admin.trust')} hint={t('admin.trust.intro')}>
      <ActMessage problem={failed && t('admin.trust.failed')} />
      {view && !view.enabled && <p>{t('admin.trust.off')}</p>}
      {view && (view.enabled || view.agreement !== null) && (
        <>
          <p>{t('admin.trust.period', { from: formatDay(view.from, language), to: formatDay(view.to, language) })}</p>
          <dl class="figures">
            <div>
              <dt>{t('admin.trust.agreement')}</dt>
              <dd>{view.agreement === null ? '–' : percentOf(view.agreement, language)}</dd>
            </div>
            {RESULTS.map((result) => (
              <div key={result}>
                <dt>{t(`admin.trust.${result}`)}</dt>
                <dd>{view[result]}</dd>
              </div>
            ))}
          </dl>
          {view.agreement === null && <p class="hint">{t('admin.trust.agreementNone')}</p>}
        </>
      )}
    </Sheet>
  )
}

/** Who looked at masked data, when and why. */
export function RevealsSection({ api, t, language }: SectionProps) {
  const { view, failed } = useReading(api, validationRoutes.reveals)
  return (
    <Sheet id="reveals" title={t('admin.reveals')} hint={t('admin.reveals.intro')}>
      <ActMessage problem={failed && t('admin.reveals.failed')} />
      {view?.reveals.length === 0 && <p>{t('admin.reveals.none')}</p>}
      {view && view.reveals.length > 0 && (
        <Table
          kind="facts"
          caption={t('admin.reveals')}
          isCaptionHidden
          isScrolled
          rows={view.reveals}
          keyOf={({ at }, index) => `${at} ${index}`}
          columns={[
            { name: t('admin.reveals.when'), cell: ({ at }) => momentInWords(at, language, new Date()) },
            { name: t('admin.reveals.who'), cell: ({ by }) => by },
            { name: t('admin.reveals.what'), cell: ({ kind }) => t(`trust.kind.${kind}`) },
            { name: t('admin.reveals.why'), cell: ({ reason }) => t(`trust.reveal.${reason}`) },
            { name: t('admin.reveals.request'), cell: ({ reference }) => reference ?? t('admin.reveals.erased') },
          ]}
        />
      )}
    </Sheet>
  )
}
