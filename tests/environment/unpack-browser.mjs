import { register } from 'node:module'

/** What Jest runs once, before all test files: processes that start side by side do not find the packaged browser half unpacked. */
export default async function setUp() {
  register('./hooks.mjs', import.meta.url)
  const { unpackBrowser } = await import('../../benchmarks/front/launch-browser.ts')
  await unpackBrowser()
}
