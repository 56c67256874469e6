import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

/** Lines from which a function is long, and under which a file is small. */
export const LONG_LINES = 60
export const SMALL_LINES = 20

/** What the sources are, counted. */
export interface SourceCount {
  files: number
  lines: number
  /** Files of fewer than {@link SMALL_LINES} lines. */
  small: number
  functions: number
  /** Nine functions in ten have so many lines, or fewer. */
  p90: number
  longest: CountedFunction
  /** Functions of more than {@link LONG_LINES} lines, the shortest first. */
  long: CountedFunction[]
}

/** A function, and its lines from the first to the last. */
export interface CountedFunction {
  name: string
  file: string
  lines: number
}

/** Counts the TypeScript of a folder, declarations of libraries left out. A function has the lines of those written in it. */
export async function countSource(folder: string): Promise<SourceCount> {
  const names = await readdir(folder, { recursive: true })
  const files = names
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  const lines = texts.map((text) => text.split('\n').length - 1)
  const functions = files.flatMap((file, index) => functionsOf(file, texts[index] ?? '')).sort(byLines)
  const longest = functions.at(-1)
  if (!longest) throw new Error(`no function in ${folder}`)
  return {
    files: files.length,
    lines: lines.reduce((sum, count) => sum + count, 0),
    small: lines.filter((count) => count < SMALL_LINES).length,
    functions: functions.length,
    p90: functions[Math.floor(functions.length * 0.9)]?.lines ?? 0,
    longest,
    long: functions.filter((one) => one.lines > LONG_LINES),
  }
}

const byLines = (one: CountedFunction, other: CountedFunction) => one.lines - other.lines

function functionsOf(file: string, text: string): CountedFunction[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: CountedFunction[] = []
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const lines = lineOf(node.end) - lineOf(node.getStart(source)) + 1
      found.push({ name: nameOf(node), file, lines })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined)
  return named?.getText() ?? '(without a name)'
}
