import type { Contact, Handoff } from '../../features/handoffs/handoff.js'
import type { Channel } from '../../platform/model/channel.js'
import { Icon } from '../kit/icon.js'
import { dayInWords } from '../kit/moment-in-words.js'
import { plural } from '../kit/words.js'
import { useConsole } from './console-context.js'
import { isLate, slotInWords } from './slot-in-words.js'

/** How to reach a citizen who left a message or wishes to be phoned, and when. */
export function ContactDetails({
  contact,
  handoff,
  channel,
}: {
  contact: Contact
  handoff: Handoff
  channel: Channel
}) {
  const { t, language, now } = useConsole()
  const { subject, slot, missedCalls, closesAt } = handoff
  const { name, phone, email } = contact
  return (
    <section class="contact" aria-labelledby="contact-title">
      <h3 id="contact-title">{t('conversation.contact')}</h3>
      <p class="contact-name">{name}</p>
      <ul class="contact-ways">
        {phone && (
          <li>
            <Icon name="phone" /> <span class="visually-hidden">{t('conversation.phone')} </span>
            <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{spaced(phone)}</a>
          </li>
        )}
        {email && (
          <li>
            <Icon name="envelope" /> <span class="visually-hidden">{t('conversation.email')} </span>
            <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{email}</a>
          </li>
        )}
      </ul>
      {slot && (
        <p class="contact-slot">
          <Icon name="clock" /> <span class="visually-hidden">{t('conversation.slot')} </span>
          {slotInWords(slot, { t, language })} {isLate(handoff, now) && <strong>{t('queue.late')}</strong>}
        </p>
      )}
      {closesAt && (
        <p>
          <Icon name="alert" /> <strong>{t('queue.closingHint', { day: dayInWords(closesAt, language, now) })}</strong>
        </p>
      )}
      {missedCalls && <p>{plural(t, language, 'queue.missed', missedCalls.length)}</p>}
      {subject && (
        <blockquote>
          <span class="visually-hidden">{t('conversation.subject')} </span>
          {subject}
        </blockquote>
      )}
      {channel === 'web' && <p class="contact-hint">{t('conversation.contactHint')}</p>}
    </section>
  )
}

/** A French number by pairs, as it is read aloud; another is left as it was written. */
function spaced(phone: string): string {
  const national = phone.replace(/[\s.-]/g, '').replace(/^\+33/, '0')
  return /^0\d{9}$/.test(national) ? national.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : phone
}
