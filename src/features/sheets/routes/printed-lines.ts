import { blocksToText } from '../../../platform/text/rich-text.js'
import type { Answer } from '../../entries/model/entry.js'

/** Letters of a printed line. */
const LINE = 105
/** Lines beyond which a sheet is printed in smaller letters, so that it still holds on one page. */
const DENSE = 28

/** About how many lines an answer fills once printed, its headings aside. */
export function printedLines({ sections, online }: Answer): number {
  const lines = sections.flatMap(({ blocks }) => blocksToText(blocks).split('\n'))
  return online.length + lines.reduce((sum, line) => sum + Math.ceil(line.length / LINE), 0)
}

/** Whether an answer needs smaller letters to hold on one page. */
export function isDense(answer: Answer): boolean {
  return printedLines(answer) > DENSE
}
