/** The fiches that a commune wants: those of a theme or folder, and those of an id. */
export interface FicheSelection {
  /** Ids (`N19810`) or titles of themes and folders; `*` stands for any run of characters, capitals and accents do not count. */
  themes: string[]
  /** Ids of fiches, where `*` stands for any run of characters: `F1427`, `F14*`. */
  ids: string[]
}

/** Whether a commune wants a fiche. @param fiche its id and the themes and folders that it is in */
export function isSelected(
  fiche: { id: string; path: readonly { id: string; title: string }[] },
  { themes, ids }: FicheSelection,
): boolean {
  return (
    ids.some((pattern) => matches(pattern, fiche.id)) ||
    themes.some((pattern) => fiche.path.some(({ id, title }) => matches(pattern, id) || matches(pattern, title)))
  )
}

/** What of a choice names nothing: a number that no fiche has, a theme that is written otherwise. @param fiches all of the feed, by id */
export function namesNothing(
  fiches: Readonly<Record<string, { path: readonly { id: string; title: string }[] }>>,
  { themes, ids }: FicheSelection,
): FicheSelection {
  const known = { ids: new Set<string>(), themes: new Set<string>() }
  for (const [id, { path }] of Object.entries(fiches)) {
    known.ids.add(plain(id))
    for (const folder of path) known.themes.add(plain(folder.id)).add(plain(folder.title))
  }
  const isUnknown = (names: ReadonlySet<string>) => (pattern: string) =>
    !names.has(plain(pattern)) && !(pattern.includes('*') && [...names].some((name) => matches(pattern, name)))
  return { themes: themes.filter(isUnknown(known.themes)), ids: ids.filter(isUnknown(known.ids)) }
}

/** Whether a text is that of a pattern. Without regular expressions: what is typed cannot make it slow. */
export function matches(pattern: string, text: string): boolean {
  const pieces = plain(pattern).split('*')
  let rest = plain(text)
  const first = pieces.shift() ?? ''
  if (!rest.startsWith(first)) return false
  rest = rest.slice(first.length)
  const last = pieces.pop()
  if (last === undefined) return rest === ''
  for (const piece of pieces) {
    const at = rest.indexOf(piece)
    if (at < 0) return false
    rest = rest.slice(at + piece.length)
  }
  return rest.endsWith(last)
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
