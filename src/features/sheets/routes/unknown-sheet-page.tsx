import type { Frame } from '../../../platform/http/pages/frame.js'
import { askLink } from '../../../platform/http/pages/plain-links.js'
import { directionOf, type Language } from '../../../platform/model/language.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import type { Entry } from '../../entries/model/entry.js'
import { titleIn } from '../../entries/render/translation-of.js'
import { SheetFrame } from './sheet-frame.js'

/** Where the printable sheets of entries are. */
export const SHEET_PREFIX = '/fiche'

/** Which sheet, and how it is shown. What is left out is the server's first commune, the browser's language, the whole answer. */
export interface SheetTarget {
  entryId: string
  communeId?: string | undefined
  language?: Language | undefined
  /** The simplified version in place of the whole answer. */
  simple?: boolean
  /** One file that needs nothing else, to keep. */
  asFile?: boolean
}

/** The address of a sheet on this server. It holds nothing of a person nor of a conversation. */
export function sheetLink({ entryId, communeId, language, simple, asFile }: SheetTarget): string {
  const query = new URLSearchParams({
    ...(communeId && { commune: communeId }),
    ...(language && { langue: language }),
    ...(simple && { version: 'simple' }),
    ...(asFile && { fichier: 'oui' }),
  })
  return `${SHEET_PREFIX}/${entryId}${query.size > 0 ? `?${query}` : ''}`
}

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
