const CARD_OR_NIR = /(?<!\d)(\d[ .\u00a0-]?){12,18}\d(?!\d)|(?<!\d)[12] ?\d\d ?\d\d ?2[ab]( ?\d){8,10}/i
const IBAN = /\b[a-z]{2}\d\d( ?[a-z\d]{4}){3}/i

/**
 * Whether a text being typed seems to hold a bank card, a French social security number or an IBAN. A hint before sending,
 * without keys: the server checks them and masks what it stores.
 */
export function looksSensitive(text: string): boolean {
  return CARD_OR_NIR.test(text) || IBAN.test(text)
}
