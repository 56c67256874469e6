import type { Frame } from '../../../platform/http/pages/frame.js'
import { Page, PostForm } from '../../../platform/http/pages/page.js'
import { type ConversationLinks, LAST_MESSAGE } from '../../../platform/http/pages/plain-links.js'
import { LinkedText } from '../../../platform/http/pages/spans.js'
import type { AvailabilityView } from '../../../platform/http/shapes.js'
import type { PlainKey } from '../../../platform/model/say.js'
import { CONTACT_FIELDS, type ContactDraft, type ContactFaults } from '../contact-faults.js'
import { TextField } from './text-field.js'

interface MessageFormPageProps {
  frame: Frame
  links: ConversationLinks
  availability: AvailabilityView
  draft: ContactDraft
  faults: ContactFaults
}

/** Leaves a message for the town hall. What was typed stays, whatever must be corrected. */
export function MessageFormPage({ frame, links, availability, draft, faults }: MessageFormPageProps) {
  const { t } = frame
  const wrong = CONTACT_FIELDS.filter((name) => faults[name])
  const count = t('form.to_correct', { count: String(wrong.length) })
  const bind = (name: keyof ContactDraft) => ({
    id: `champ-${name}`,
    name,
    value: draft[name],
    error: faults[name],
    focused: wrong[0] === name,
  })
  const needed = (key: PlainKey) => `${t(key)} (${t('form.required')})`
  return (
    <Page frame={frame} what={wrong.length > 0 ? t('title.error', { problem: count }) : t('title.leave_message')}>
      <p>
        <a href={`${links.base}#${LAST_MESSAGE}`}>{t('actions.back')}</a>
      </p>
      <h1>{t('title.leave_message')}</h1>
      <p>
        <LinkedText text={availability.sentence} /> {t('form.intro')}
      </p>
      {wrong.length > 0 && (
        <div class="problem">
          <p>{count}</p>
          <ul>
            {wrong.map((name) => (
              <li>
                <a href={`#champ-${name}`}>{faults[name]}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <PostForm action={links.leaveMessage}>
        <TextField {...bind('name')} label={needed('form.name')} type="text" autocomplete="name" required />
        <fieldset>
          <legend>{t('form.contact')}</legend>
          <TextField
            {...bind('phone')}
            label={t('form.phone')}
            hint={t('form.phone_hint')}
            type="tel"
            autocomplete="tel"
          />
          <TextField
            {...bind('email')}
            label={t('form.email')}
            hint={t('form.email_hint')}
            type="email"
            autocomplete="email"
          />
        </fieldset>
        <TextField {...bind('text')} label={needed('form.text')} hint={t('write.sensitive')} required />
        <button type="submit" class="main">
          {t('write.send')}
        </button>
      </PostForm>
    </Page>
  )
}
