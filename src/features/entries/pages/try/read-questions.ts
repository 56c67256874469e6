/** Most questions that are tried at once. */
export const MOST_QUESTIONS = 1_000

const SEPARATORS = [';', '\t', ','] as const
/** Names of the column that holds the questions, folded. */
const COLUMNS = new Set(['question', 'questions', 'utterance'])

/**
 * The questions of a CSV text: those of the column called "question", else of the first one. The separator is the one that the first line has most of. Empty
 * ones are left out. Pure. Source of the shape: RFC 4180.
 */
export function readQuestions(text: string): string[] {
  const plain = text.replace(/^\uFEFF/, '')
  const [head = ''] = plain.split('\n', 1)
  const counts = SEPARATORS.map((separator) => head.split(separator).length - 1)
  const most = Math.max(...counts)
  // A line of words has commas too: only a table has a separator on its first line and a known column, or several.
  const rows = most > 0 ? readRows(plain, SEPARATORS[counts.indexOf(most)] ?? ';') : []
  const column = (rows[0] ?? []).findIndex((cell) => COLUMNS.has(cell.trim().toLowerCase()))
  if (column >= 0) return kept(rows.slice(1).map((row) => row[column] ?? ''))
  if (counts[0] === most && most > 0) return kept(rows.map(([first = '']) => first))
  const lines = readRows(plain, '\u0000').map(([line = '']) => line)
  return kept(COLUMNS.has((lines[0] ?? '').trim().toLowerCase()) ? lines.slice(1) : lines)
}

function kept(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
}

function readRows(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i] as string
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator || letter === '\n') {
      rows.at(-1)?.push(cell)
      cell = ''
      if (letter === '\n') rows.push([])
    } else if (letter !== '\r') cell += letter
  }
  rows.at(-1)?.push(cell)
  return rows
}
