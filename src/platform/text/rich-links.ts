import type { Span } from './rich-text.js'

const WEB = /https?:\/\/[^\s<>"»]*[^\s<>"».,;:!?)]/
const PHONE = /(?<![\d+])(?:\+33\s?|0)[1-9](?:[\s.-]?\d\d){4}(?!\d)/
const EMERGENCY = /(?<!\d)(?:3919|3114|3018|3977|116\s?\d{3}|11[2459]|1[578])(?!\d)/

/** Finds phone numbers and web addresses in plain text; in an emergency, the short numbers too. */
export function linkText(text: string, emergency = false): Span[] {
  const kinds = [WEB, PHONE, ...(emergency ? [EMERGENCY] : [])]
  const parts = text.split(new RegExp(`(${kinds.map((kind) => kind.source).join('|')})`))
  // `split` puts what was found at odd places, between what was not.
  return parts
    .map((part, place) => (place % 2 ? { text: part, href: hrefOf(part) } : { text: part }))
    .filter((span) => span.text)
}

/** Whether a link may be followed: web, phone, mail, or a page of the same site. Anything else (`javascript:`…) is shown as text. */
export function isSafeHref(href: string): boolean {
  return /^(https?:\/\/|tel:|sms:|mailto:|\/(?!\/))/i.test(href)
}

function hrefOf(found: string): string {
  if (/^https?:/.test(found)) return found
  // The emergency number for deaf people is reached by SMS.
  return `${found === '114' ? 'sms' : 'tel'}:${found.replace(/[^\d+]/g, '')}`
}
