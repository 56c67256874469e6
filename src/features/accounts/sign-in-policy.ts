/** What a commune asks of its accounts. */
export interface SignInPolicy {
  communeId: string
  /** Whether who signs in by a password also needs a second factor. Default: no. */
  secondFactorRequired: boolean
}
