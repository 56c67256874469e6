import type { Frame } from '../../../platform/http/pages/frame.js'
import { Page, PostForm } from '../../../platform/http/pages/page.js'
import { askLink, type ConversationLinks, LAST_MESSAGE } from '../../../platform/http/pages/plain-links.js'

/** Asks once more before deleting everything. */
export function ErasePage({ frame, links }: { frame: Frame; links: ConversationLinks }) {
  const { t } = frame
  return (
    <Page frame={frame} what={t('title.erase')}>
      <h1>{t('title.erase')}</h1>
      <p>{t('erase.detail')}</p>
      <p>
        <a class="button" href={`${links.base}#${LAST_MESSAGE}`}>
          {t('erase.keep')}
        </a>
      </p>
      <PostForm action={links.erase}>
        <button type="submit" class="danger">
          {t('erase.confirm')}
        </button>
      </PostForm>
    </Page>
  )
}

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
