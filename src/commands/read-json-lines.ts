import { readFile } from 'node:fs/promises'
import type { z } from 'zod'

/** A validated line of a JSONL file; `line` counts from 1. */
export interface JsonLine<T> {
  line: number
  value: T
}

/**
 * Reads a JSONL file; empty lines are skipped and a byte order mark ignored.
 * @throws Error in one line, `file:line: what is wrong`, at the first line that is not as expected
 */
export async function readJsonLines<T>(path: string, schema: z.ZodType<T>): Promise<JsonLine<T>[]> {
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  return text.split('\n').flatMap((content, i) => {
    if (content.trim() === '') return []
    return [{ line: i + 1, value: parseLine(content, schema, `${path}:${i + 1}`) }]
  })
}

function parseLine<T>(content: string, schema: z.ZodType<T>, where: string): T {
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch {
    throw new Error(`${where}: not valid JSON`)
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${where}: ${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'invalid'}`)
}
