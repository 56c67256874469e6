import type { Frame } from '../../../platform/http/pages/frame.js'
import { Page, PostForm } from '../../../platform/http/pages/page.js'
import { type ConversationLinks, LAST_MESSAGE } from '../../../platform/http/pages/plain-links.js'
import { LinkedText } from '../../../platform/http/pages/spans.js'
import type { AvailabilityView } from '../../../platform/http/shapes.js'
import { canWait } from '../../../platform/model/handoff.js'
import type { PlainKey } from '../../../platform/model/say.js'
import { CONTACT_FIELDS, type ContactDraft, type ContactFaults } from '../contact-faults.js'
import { TextField } from './text-field.js'

interface MessageFormPageProps {
  frame: Frame
  links: ConversationLinks
  availability: AvailabilityView
  /** Whether a request of hers is open. */
  waiting: boolean
  now: Date
  draft: ContactDraft
  faults: ContactFaults
}

/** The ways to a person while nobody is there: to wait, to write a mail, and to leave a message. What was typed stays, whatever must be corrected. */
export function MessageFormPage({ frame, links, availability, waiting, now, draft, faults }: MessageFormPageProps) {
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
  const { services, reception } = frame.commune
  const email = services[reception]?.courriel
  const byMail = email ? t('human.by_mail', { email }) : ''
  // Somebody who waits already leaves a message in its place.
  const waits = !waiting && !availability.canTalk && canWait(availability, now)
  const needed = (key: PlainKey) => `${t(key)} (${t('form.required')})`
  return (
    <Page frame={frame} what={wrong.length > 0 ? t('title.error', { problem: count }) : t('title.leave_message')}>
      <p>
        <a href={`${links.base}#${LAST_MESSAGE}`}>{t('actions.back')}</a>
      </p>
      <h1>{t('title.leave_message')}</h1>
      <p>
        <LinkedText text={[availability.sentence, t('form.intro'), byMail].join(' ')} />
      </p>
      {waits && (
        <PostForm action={links.messages} hidden={{ text: t('human.wait'), choice: 'wait' }}>
          <button type="submit">{t('human.wait')}</button>
        </PostForm>
      )}
      {wrong.length > 0 && <Faults sentence={count} wrong={wrong} faults={faults} />}
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

interface FaultsProps {
  /** How many there are to correct. */
  sentence: string
  wrong: readonly (keyof ContactDraft)[]
  faults: ContactFaults
}

/** What is to be corrected, each a link to its field. */
function Faults({ sentence, wrong, faults }: FaultsProps) {
  return (
    <div class="problem">
      <p>{sentence}</p>
      <ul>
        {wrong.map((name) => (
          <li>
            <a href={`#champ-${name}`}>{faults[name]}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
