/** Parts of a service that a page of the settings names. */
export const SERVICE_PARTS = [
  'nom',
  'adresse',
  'telephone',
  'courriel',
  'autresNoms',
  'acces',
  'arret',
  'missions',
  'hours',
  'seasons',
  'openings',
  'closures',
  'writtenHours',
  'relayHours',
] as const
