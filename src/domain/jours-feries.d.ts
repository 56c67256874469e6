declare module '@socialgouv/jours-feries' {
  /** Dates of French public holidays of a year, by name, at midnight UTC. */
  export default function getJoursFeries(year: number, options?: { alsace?: boolean }): Record<string, Date>
}
