import { randomUUID } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import type { Frame } from '../frame.js'
import { type ConversationLinks, LAST_MESSAGE } from '../plain-links.js'
import { Page } from './page.js'

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

interface PostFormProps {
  action: string
  /** Fields that the citizen does not see, by name. */
  hidden?: Record<string, string>
  look?: string
  children: ComponentChildren
}

/** A form that acts once: its `clientId` is its own, unless it repeats another's. */
export function PostForm({ action, hidden = {}, look, children }: PostFormProps) {
  const fields = { clientId: randomUUID(), ...hidden }
  return (
    <form method="post" action={action} class={look} novalidate>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
