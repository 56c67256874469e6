/** Farthest that the launcher may be from an edge, in px. */
export const MOST_OFFSET_PX = 200

/** What a page says of the place of the launcher, as it was written. */
export interface PlaceWords {
  /** `left` or `right`. */
  position?: string | undefined
  /** One number of px for both edges, or two: from the side, then from the bottom. */
  offset?: string | undefined
}

/** Where the launcher stands, as properties of the widget. What makes no sense is as if it were not there. */
export function placeCss({ position, offset = '' }: PlaceWords): string {
  const [x, y = x] = offset
    .trim()
    .split(/[\s,]+/)
    .map(toPx)
  return [
    x && `--guichet-x:${x};`,
    y && `--guichet-y:${y};`,
    position === 'left' && '--guichet-left:var(--guichet-x,24px);--guichet-right:auto;',
  ]
    .filter(Boolean)
    .join('')
}

function toPx(word: string): string | null {
  return /^\d{1,3}$/.test(word) && Number(word) <= MOST_OFFSET_PX ? `${Number(word)}px` : null
}
