/** Any text as one segment of a path, which leads nowhere else. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('.', '%2E')
}
