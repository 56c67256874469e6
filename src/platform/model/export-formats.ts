/** What entries are exported as. */
export const EXPORT_FORMATS = ['xlsx', 'csv', 'files', 'botpress'] as const
/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
