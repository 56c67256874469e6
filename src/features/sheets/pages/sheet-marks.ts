/** What a citizen has marked on a sheet. It travels after the `#` of an address, which a browser sends to no server. */
export interface SheetMarks {
  /** Places of the papers that she has, from 0; absent when she has not used the boxes. */
  have?: readonly number[] | undefined
  /** How many papers there were: other boxes are not hers. */
  total?: number | undefined
  /** What she can tell the town hall, e.g. `VR-7K3-46Q`. */
  reference?: string | undefined
  /** Whether it is to be printed as soon as it shows. */
  print?: boolean | undefined
}

/** The fragment of an address; empty when nothing is marked. */
export function writeMarks({ have, total = 0, reference, print }: SheetMarks): string {
  const marks = new URLSearchParams({
    ...(have && { pieces: have.join('.'), sur: String(total) }),
    ...(reference && { reference }),
    ...(print && { imprimer: 'oui' }),
  })
  return marks.size > 0 ? `#${marks}` : ''
}

/** Reads a fragment. Anyone may write an address: what is not a mark is left out. */
export function readMarks(fragment: string): SheetMarks {
  const marks = new URLSearchParams(fragment.replace(/^#/, ''))
  const pieces = marks.get('pieces')
  const total = Number(marks.get('sur'))
  const reference = marks.get('reference') ?? ''
  const have = pieces === null ? null : pieces.split('.').filter(Boolean).map(Number)
  const right =
    have !== null && total > 0 && have.every((place) => Number.isInteger(place) && place >= 0 && place < total)
  return {
    ...(right && { have, total }),
    ...(/^[A-Z]{2}(-[A-Z0-9]{3}){2}$/.test(reference) && { reference }),
    ...(marks.get('imprimer') === 'oui' && { print: true }),
  }
}
