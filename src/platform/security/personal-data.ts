/** Kinds of personal data that are masked before anything is stored or searched; an address, where something was asked of it. */
export const PERSONAL_DATA_KINDS = [
  'nir',
  'iban',
  'card',
  'phone',
  'email',
  'plate',
  'tax',
  'birth',
  'file',
  'address',
] as const
/** One of {@link PERSONAL_DATA_KINDS}. */
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** A text with its personal data replaced by labels. */
export interface MaskedText {
  text: string
  /** What was found, each kind once. */
  found: PersonalDataKind[]
  /** What was replaced, as it was typed. For the memory of this process only: it goes neither to a log nor, unsealed, to the disk. */
  values: MaskedValue[]
}

/** Something that was masked. */
export interface MaskedValue {
  kind: PersonalDataKind
  value: string
}

/** What stands in the place of something masked. */
export type MaskLabel = (kind: PersonalDataKind) => string

/**
 * Replaces social security numbers (NIR, with or without a valid key), IBANs, bank cards, phones, e-mails, number plates, and the tax numbers, file numbers
 * and dates of birth that are said to be ones, by the label of their kind. Numbers are checked by their own arithmetic where they have one, so that a
 * reference or an amount is left alone; read aloud, they are what they say. Masking twice changes nothing.
 * @param kept kinds that are left as they are
 */
export type MaskPersonalData = (text: string, label: MaskLabel, kept?: readonly PersonalDataKind[]) => MaskedText
