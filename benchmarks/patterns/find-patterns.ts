import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

/** The regular expressions of some sources. */
export interface Patterns {
  /** As they are written (`/a+/g`), each with the files that have it. */
  literals: Map<string, { source: string; flags: string; files: string[] }>
  /** Files that make others while the program runs. */
  makers: Set<string>
}

/** Reads every source under a folder. */
export async function findPatterns(folder: string): Promise<Patterns> {
  const found: Patterns = { literals: new Map(), makers: new Set() }
  for (const file of await readdir(folder, { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue
    const text = await readFile(join(folder, file), 'utf8')
    collect(found, file, ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  }
  return found
}

function collect(found: Patterns, file: string, node: ts.Node): void {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/')
    const known = found.literals.get(node.text)
    if (known) known.files.push(file)
    else
      found.literals.set(node.text, { source: node.text.slice(1, end), flags: node.text.slice(end + 1), files: [file] })
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') found.makers.add(file)
  ts.forEachChild(node, (child) => collect(found, file, child))
}
