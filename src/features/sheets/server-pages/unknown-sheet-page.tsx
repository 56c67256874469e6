import type { Frame } from '../../../platform/http/pages/frame.js'
import { askLink } from '../../../platform/http/pages/plain-links.js'
import type { Entry } from '../../../platform/model/entry.js'
import { directionOf } from '../../../platform/model/language.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { titleIn } from '../../entries/render/translation-of.js'
import { sheetLink } from '../sheet-link.js'
import { SheetFrame } from './sheet-frame.js'

/** Says that no sheet has this address, and shows the ways on: the nearest ones, a question, the town hall's phone above. */
export function UnknownSheetPage({ frame, near }: { frame: Frame; near: readonly Entry[] }) {
  const { t, commune, language } = frame
  return (
    <SheetFrame frame={frame} what={t('title.error', { problem: t('sheet.unknown') })} asFile={false}>
      <h1>{t('sheet.unknown')}</h1>
      <p>{t('sheet.unknown_help')}</p>
      <p>
        <a class="button main" href={askLink(commune.id, language)}>
          {t('title.ask')}
        </a>
      </p>
      {near.length > 0 && (
        <section aria-labelledby="proches">
          <h2 id="proches">{t('sheet.near')}</h2>
          <ul class="near">
            {near.map((entry) => {
              const { title, language: written } = titleIn(entry, language)
              return (
                <li>
                  <a
                    href={sheetLink({ entryId: entry.id, communeId: commune.id, language })}
                    lang={written}
                    dir={directionOf(written)}
                  >
                    {written === 'fr' ? frenchTypography(title) : title}
                  </a>
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </SheetFrame>
  )
}
