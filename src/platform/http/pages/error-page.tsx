import type { Frame } from './frame.js'
import { Page, PostForm } from './page.js'
import { askLink, type ConversationLinks, LAST_MESSAGE } from './plain-links.js'
import { LinkedText } from './spans.js'

/** A form by which what was typed can be sent again. */
export interface Retry {
  action: string
  fields: Record<string, string>
  label: string
}

interface ErrorPageProps {
  frame: Frame
  /** What went wrong, in one sentence. */
  problem: string
  /** The conversation to go back to, when there is one. */
  links: ConversationLinks | null
  /** What she had typed; empty when nothing. */
  text: string
  retry: Retry | null
}

/** Says what went wrong, keeps what was typed, and shows the ways on: again, elsewhere, a human. */
export function ErrorPage({ frame, problem, links, text, retry }: ErrorPageProps) {
  const { t, commune, language, phone } = frame
  return (
    <Page frame={frame} what={t('title.error', { problem })}>
      <h1>{t('error.heading')}</h1>
      <p class="problem">
        <LinkedText text={problem} />
      </p>
      {text && (
        <>
          <p>{t('error.kept')}</p>
          <blockquote class="words">{text}</blockquote>
        </>
      )}
      {retry && (
        <PostForm action={retry.action} hidden={retry.fields}>
          <button type="submit" class="main">
            {retry.label}
          </button>
        </PostForm>
      )}
      <p>{t('error.help')}</p>
      <ul>
        {links && (
          <li>
            <a href={`${links.base}#${LAST_MESSAGE}`}>{t('actions.back')}</a>
          </li>
        )}
        <li>
          <a href={askLink(commune.id, language)}>{t('actions.new')}</a>
        </li>
        <li>
          {t('human.phone')} <LinkedText text={phone} />
        </li>
      </ul>
    </Page>
  )
}
