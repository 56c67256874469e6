/** Parts of a service that a page of the settings names. */
export const SERVICE_PARTS = [
  'nom',
  'adresse',
  'telephone',
  'courriel',
  'hours',
  'seasons',
  'openings',
  'closures',
  'writtenHours',
  'relayHours',
] as const
