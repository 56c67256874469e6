/** What the secret of an account's second factor is sealed to. */
export function secondFactorPlace(userId: string): string {
  return `second-factor:${userId}`
}
