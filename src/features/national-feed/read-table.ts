import type { Block, Span } from '../../platform/text/rich-text.js'
import { elementsOf, type XmlNode } from './xml-tree.js'

/** Reads what stands in a cell as one run of text. */
type ReadCell = (cell: XmlNode) => Span[]

/**
 * A table as a list that a narrow card and a screen reader can follow: one item a row, its first cell in bold, each cell after the heading of its
 * column. Cells that go over several rows are said again in each.
 */
export function readTable(table: XmlNode, readCell: ReadCell): Block[] {
  const rows = elementsOf(table, 'Rangée')
  const grid = toGrid(rows, readCell)
  const isHeader = rows.map(({ attributes }) => attributes.type === 'header')
  let headings: Span[][] = []
  const items: Span[][] = []
  grid.forEach((cells, index) => {
    if (!isHeader[index]) items.push(toItem(cells, headings))
    else {
      // A second row of headings takes over: the first is not lost.
      if (headings.length > 0) items.push(toItem(headings, []))
      headings = cells
    }
  })
  if (!isHeader.includes(false)) items.push(toItem(headings, []))
  const kept = items.filter((spans) => spans.length > 0)
  return kept.length > 0 ? [{ kind: 'list', ordered: false, items: kept }] : []
}

function toItem(cells: Span[][], headings: Span[][]): Span[] {
  return cells
    .flatMap((cell, index): Span[] => {
      if (cell.length === 0) return []
      const heading = headings[index] ?? []
      const named = heading.length > 0 ? [...heading.map(withoutWeight), { text: '\u00a0: ' }] : []
      return [{ text: ' – ' }, ...named, ...(index === 0 ? cell.map((span) => ({ ...span, strong: true })) : cell)]
    })
    .slice(1)
}

function withoutWeight({ strong: _, ...span }: Span): Span {
  return span
}
/** Columns that a table may have; more is a fault of the file. */
const MOST_COLUMNS = 30

/** Cells by row and column, those that go over several rows or columns in each. */
function toGrid(rows: readonly XmlNode[], readCell: ReadCell): Span[][][] {
  const grid: Span[][][] = rows.map(() => [])
  rows.forEach((row, y) => {
    let x = 0
    for (const cell of elementsOf(row, 'Cellule')) {
      while (grid[y]?.[x]) x += 1
      const spans = readCell(cell)
      const height = countOf(cell.attributes.fusionVerticale)
      const width = countOf(cell.attributes.fusionHorizontale)
      for (let down = 0; down < height; down += 1) {
        const line = grid[y + down]
        if (line) line[x] = spans
        for (let right = 1; line && right < width; right += 1) line[x + right] = []
      }
      x += width
    }
  })
  return grid.map((cells) => Array.from(cells, (cell) => cell ?? []))
}

function countOf(attribute: string | undefined): number {
  const count = Number(attribute ?? 1)
  return Number.isInteger(count) && count >= 1 ? Math.min(count, MOST_COLUMNS) : 1
}
