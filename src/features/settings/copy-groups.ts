/**
 * What may be copied from one commune to another, in the order in which it is taken. `hours`: of services that both have, the hours alone. What names a
 * commune – its name, site, data controller – is never copied.
 */
export const COPY_GROUPS = [
  'hours',
  'services',
  'closures',
  'departments',
  'reception',
  'closeReasons',
  'checks',
  'suggestions',
  'retention',
  'languages',
  'theme',
] as const
/** One of {@link COPY_GROUPS}. */
export type CopyGroup = (typeof COPY_GROUPS)[number]
