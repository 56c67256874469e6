import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** Nothing of the browser itself may use the network: who measures or tests records every request. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Arguments of the package that are for functions in a cloud: in one process, the whole browser ends with a page that is closed at the wrong moment; without
 * web security, a page reads what its site never allowed, and what our server forgets to allow is not missed.
 */
const NOT_HERE = new Set([
  ...['--single-process', '--no-zygote', '--in-process-gpu'],
  ...['--disable-web-security', '--allow-running-insecure-content'],
])

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** What Jest runs once, before all test files: unpacks the packaged browser where the system has none, so that processes that start side by side do not find it half unpacked. */
export async function unpackBrowser(): Promise<void> {
  if (!SYSTEM_BROWSERS.some(existsSync)) await unpackPackagedBrowser()
}

/** Starts a Chromium without a window: the system's own where there is one, otherwise the one that an npm package carries. `more` are arguments besides its usual ones. */
export async function launchBrowser(more: string[] = []): Promise<Browser> {
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path))
  return system
    ? chromium.launch({ executablePath: system, args: [...ARGUMENTS, ...more] })
    : launchPackagedBrowser(more)
}

/**
 * Starts the Chromium of `@sparticuz/chromium`, unpacked to the temporary folder: no root, no download. Linux only. The
 * package also carries the system libraries that a bare machine lacks (nss, nspr, expat); they are used from their own folder.
 */
export async function launchPackagedBrowser(more: string[] = []): Promise<Browser> {
  const { packaged, executablePath, libraries } = await unpackPackagedBrowser()
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(tmpdir(), 'fonts') }
  return chromium.launch({
    executablePath,
    args: [...packaged.args.filter((one) => !NOT_HERE.has(one)), ...ARGUMENTS, ...more],
    env,
  })
}

async function unpackPackagedBrowser() {
  const { default: packaged, inflate } = await import('@sparticuz/chromium')
  const executablePath = await packaged.executablePath()
  const libraries = join(tmpdir(), 'al2023', 'lib')
  if (!existsSync(libraries)) await inflate(join('node_modules', '@sparticuz', 'chromium', 'bin', 'al2023.tar.br'))
  return { packaged, executablePath, libraries }
}
