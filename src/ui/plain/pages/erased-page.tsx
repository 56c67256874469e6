import type { Frame } from '../../../platform/http/pages/frame.js'
import { Page } from '../../../platform/http/pages/page.js'
import { askLink } from '../../../platform/http/pages/plain-links.js'

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
