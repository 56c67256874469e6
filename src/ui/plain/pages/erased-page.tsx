import type { Frame } from '../frame.js'
import { askLink } from '../plain-links.js'
import { Page } from './page.js'

/** Says that nothing is left. */
export function ErasedPage({ frame }: { frame: Frame }) {
  const { t, commune, language } = frame
  return (
    <Page frame={frame} what={t('title.erased')}>
      <h1>{t('title.erased')}</h1>
      <p>{t('erased.detail')}</p>
      <p>
        <a class="button" href={askLink(commune.id, language)}>
          {t('actions.new')}
        </a>
      </p>
    </Page>
  )
}
