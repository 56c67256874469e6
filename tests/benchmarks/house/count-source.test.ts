import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { countSource } from '../../../benchmarks/house/count-source.js'

it('counts the files, the lines and the functions of a folder, declarations of libraries left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-count-'))
  const long = `export const long = () => {\n${'  go()\n'.repeat(61)}}\n`
  await writeFile(join(folder, 'long.ts'), long)
  await writeFile(join(folder, 'short.tsx'), 'export function Short() {\n  return <p />\n}\n')
  await writeFile(join(folder, 'library.d.ts'), 'declare function other(): void\n')
  const counted = await countSource(folder)
  await rm(folder, { recursive: true })
  expect(counted).toMatchObject({ files: 2, lines: 66, small: 1, functions: 2, long: [{ name: 'long', lines: 63 }] })
  expect(counted.longest).toMatchObject({ name: 'long', lines: 63 })
})
