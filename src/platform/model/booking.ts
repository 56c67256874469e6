import type { Commune } from './commune.js'

/** Longest address of a booking page, in characters. */
export const MAX_BOOKING_LENGTH = 500

/** Where RDV Service Public is reached, under each of its names (`app/models/domain.rb` of betagouv/rdv-service-public); subdomains too. */
const BOOKING_DOMAINS = ['rdv.anct.gouv.fr', 'rdv.numerique.gouv.fr', 'rdv-solidarites.fr']

/** An address of https and its host, without a name, a password or a port of its own. */
const ADDRESS = /^https:\/\/([a-z0-9.-]+)(?:[/?#][^\s"<>\\]*)?$/i

/** Whether an address may be that of a booking page. */
export function isBookingAddress(address: string): boolean {
  return ADDRESS.test(address)
}

/** Whether an address leads to RDV Service Public. @param hosts others, which the operator allows: an instance of its own */
export function isOfBooking(address: string, hosts: readonly string[]): boolean {
  const host = ADDRESS.exec(address)?.[1]?.toLowerCase() ?? ''
  return hosts.includes(host) || BOOKING_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** Where what an entry is about is booked: the page with its motive chosen, or that of the commune; `undefined` where the commune does not propose it. */
export function bookingOf(entryId: string, { appointments }: Pick<Commune, 'appointments'>): string | undefined {
  const link = appointments && Object.hasOwn(appointments.links, entryId) ? appointments.links[entryId] : undefined
  return link === '' ? appointments?.page : link
}
