import { ActMessage } from '../../../ui/kit/form.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { Table } from '../../../ui/kit/table.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { maskedDataRoutes } from '../contract.js'

/** Who looked at masked data, when and why. */
export function RevealsSection({ api, t, language }: SectionProps) {
  const { view, failed } = useReading(api, maskedDataRoutes.reveals)
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
            { name: t('admin.reveals.what'), cell: ({ kind }) => t(`masked.kind.${kind}`) },
            { name: t('admin.reveals.why'), cell: ({ reason }) => t(`masked.reason.${reason}`) },
            { name: t('admin.reveals.request'), cell: ({ reference }) => reference ?? t('admin.reveals.erased') },
          ]}
        />
      )}
    </Sheet>
  )
}
