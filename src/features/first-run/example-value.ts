/**
 * Numbers that nobody has, kept for works of fiction (Arcep, decision 2018-0881, article 2.3.8): the installed example has such numbers, a town cannot.
 */
const FICTION = /^0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)/

/** A name that nobody can have (RFC 2606). */
const EXAMPLE_DOMAIN = /\.example(?![a-z0-9-])/i

/** Whether a phone, an e-mail or an address is still that of the installed example: nobody can be reached by it. Pure. */
export function isExampleValue(value: string): boolean {
  return EXAMPLE_DOMAIN.test(value) || FICTION.test(value.replace(/\D/g, '').replace(/(\d\d)(?=\d)/g, '$1 '))
}
