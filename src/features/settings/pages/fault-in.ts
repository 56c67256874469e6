/** What a refused field is within a part: `1.0` in `hours` for `hours.1.0`; empty for the part itself, `null` when it is elsewhere. Pure. */
export function faultIn(fault: string | null, part: string): string | null {
  if (fault === part) return ''
  return fault?.startsWith(`${part}.`) ? fault.slice(part.length + 1) : null
}
