const LONG_NUMBER = /(?<!\d)(\d[ .\u00a0-]?){12,18}\d(?!\d)/
const IBAN = /\b[a-z]{2}\d\d( ?[a-z\d]{4}){3}/i

/**
 * Whether a text being typed seems to hold a bank card, a social security number or an IBAN. A hint before sending, without
 * keys: the server checks them and masks what it stores.
 */
export function looksSensitive(text: string): boolean {
  return LONG_NUMBER.test(text) || IBAN.test(text)
}
