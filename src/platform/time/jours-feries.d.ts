declare module '@socialgouv/jours-feries' {
  /** Dates of French public holidays of a year, by name, at midnight UTC. */
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default function getJoursFeries(year: number, options?: { alsace?: boolean }): Record<string, Date>
}
