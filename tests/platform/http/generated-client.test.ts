import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { startTestServer, type TestServer } from './harness.js'

const run = promisify(execFile)
const ADMIN = 'admin@villebourg.example'

let server: TestServer
/** In the tree, so that the compiler and Node find the packages. */
let folder: string

beforeAll(async () => {
  server = await startTestServer()
  await mkdir('dist', { recursive: true })
  folder = await mkdtemp(join('dist', 'generated-client-'))
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a program of a package. What it prints goes into the error when it fails. */
async function runPackage(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join('node_modules', program), ...args]).catch((error) => {
    throw new Error(`${program}: ${error.stdout}${error.stderr}`)
  })
  return stdout
}

const FIXTURES = 'tests/fixtures/generated-client'

/** Has the generator check a document, by the rules of OpenAPI 3.1, and make types of it. */
async function generate(document: string, types: string): Promise<void> {
  const input = types.replace(/ts$/, 'json')
  await writeFile(input, document)
  const rules = join(FIXTURES, 'redocly.yaml')
  await runPackage('openapi-typescript/bin/cli.js', input, '--redocly', rules, '--output', types)
}

it('gives a public generator what a typed client is made of, which goes through a story', async () => {
  await generate((await server.call('GET', '/openapi.json')).text, join(folder, 'schema.ts'))
  const story = join(folder, 'story.ts')
  await copyFile(join(FIXTURES, 'story.ts'), story)
  const strictly = ['--ignoreConfig', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node']
  await runPackage('typescript/bin/tsc', ...strictly, story)

  const args = [story.replace(/ts$/, 'js'), server.url, ADMIN, DEMONSTRATION_PASSWORD]
  const said = JSON.parse((await run(process.execPath, args)).stdout)
  expect(said.citizen).toEqual({
    outcome: expect.stringMatching(/^answered/),
    sent: 200,
    authors: expect.arrayContaining(['citizen', 'assistant']),
  })
  expect(said.administrator).toEqual({
    roles: ['admin'],
    versions: [0, 1],
    changed: ['closures'],
    staff: expect.arrayContaining([expect.stringMatching(/^\p{L}.*: active$/u)]),
  })
  expect(said.refused).toMatchObject([
    { status: 401, code: expect.any(String), detail: expect.any(String) },
    { status: 401, code: 'sign_in_required' },
  ])
})

it('keeps the rules of OpenAPI, which the generator reads: a document that breaks one is refused', async () => {
  const { body } = await server.call('GET', '/openapi.json')
  delete body.paths['/session'].post.responses['200'].description
  await expect(generate(JSON.stringify(body), join(folder, 'broken.ts'))).rejects.toThrow('`description` must be')
})
