import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { LANGUAGES } from '../../../src/platform/model/language.js'

/** `code status`, as the table says them and as the sources throw them. */
const documented = new Set<string>()
const overHttp = new Set<string>()
const thrown = new Set<string>()

beforeAll(async () => {
  const table = await readFile('docs/errors.md', 'utf8')
  const [http = ''] = table.split('## Not over HTTP')
  for (const [, code, status] of table.matchAll(/^\| `(\w+)` \| (\d{3}) \| [^|]{10,} \| [^|]{4,} \|$/gm)) {
    documented.add(`${code} ${status}`)
    if (http.includes(`\`${code}\``)) overHttp.add(code ?? '')
  }
  for (const name of await readdir('src', { recursive: true })) {
    if (!name.endsWith('.ts') || name.startsWith('web/')) continue
    const source = await readFile(join('src', name), 'utf8')
    const created = source.matchAll(/new (?:AppError|DescribedError|ExtendedError|FieldError)\(\s*'(\w+)',\s*(\d{3})/g)
    const parsed = source.matchAll(/'[a-z]+\.[a-z.]+': \['(\w+)', (\d{3})\]/g)
    for (const [, code, status] of [...created, ...parsed]) thrown.add(`${code} ${status}`)
  }
})

describe('docs/errors.md', () => {
  it('has every code that the sources throw, with its status, and no other', () => {
    expect(thrown.size).toBeGreaterThan(30)
    // What the file server refuses keeps its own status.
    expect([...documented].filter((row) => row !== 'invalid_request 416').sort()).toEqual([...thrown].sort())
  })

  it('has a sentence for every code that a caller may get, in every language', async () => {
    for (const language of LANGUAGES) {
      const sentences = JSON.parse(await readFile(`knowledge/messages/${language}.json`, 'utf8'))
      expect([...overHttp].filter((code) => !sentences[`error.${code}`])).toEqual([])
    }
  })
})
