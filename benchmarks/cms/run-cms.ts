import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tryDrupal } from './drupal.js'
import { phpVersion } from './php.js'
import { trySpip } from './spip.js'
import { declareSites, type Finding, noteInto, openCmsTown, type Stage } from './stage.js'
import { tryWordPress } from './wordpress.js'

const INSTALL =
  'apt-get install --no-install-recommends php-cli php-sqlite3 php-mysql php-xml php-mbstring php-curl mariadb-server wordpress wordpress-theme-twentytwentyfive wordpress-l10n spip'

/** Where the module's Drupal would be. */
const ORIGIN = 'https://www.saint-bourg.example'

/**
 * `npm run bench -- cms [--wordpress DIR] [--spip DIR]`: what `docs/embedding-cms.md` says, done in the real WordPress and SPIP of Debian's packages, of
 * which copies are installed; the Drupal module over stand-ins. Prints each thing that is looked at. @returns 0 when all is as it should be
 */
export async function runCmsBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      wordpress: { type: 'string', default: '/usr/share/wordpress' },
      spip: { type: 'string', default: '/usr/share/spip' },
    },
  })
  const php = phpVersion()
  if (php === null) {
    process.stderr.write(`PHP is not installed. On Debian 13: ${INSTALL}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-cms-'))
  const town = await openCmsTown()
  const findings: Finding[] = []
  const stage: Stage = { town, folder, check: noteInto(findings) }
  const absent: string[] = []
  const tryOne = async (name: string, from: string, act: () => Promise<void>) => {
    if (!existsSync(from)) return absent.push(name)
    await act().catch((error: Error) => stage.check(`${name}: goes to its end`, error.message))
  }
  try {
    await tryOne('WordPress', values.wordpress, () => tryWordPress(stage, values.wordpress))
    await tryOne('SPIP', values.spip, () => trySpip(stage, values.spip))
    await declareSites(town, [ORIGIN])
    process.stdout.write('\nDrupal: stand-ins of its classes, not Drupal\n')
    await tryOne('Drupal', '.', () => tryDrupal(stage, ORIGIN))
  } finally {
    await town.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const failed = findings.filter(({ passed }) => !passed).length
  process.stdout.write(`\nPHP ${php}: ${findings.length - failed} passed, ${failed} failed\n`)
  if (absent.length > 0)
    process.stdout.write(`Not tried, for it is not installed: ${absent.join(', ')}. On Debian 13: ${INSTALL}\n`)
  return failed + absent.length > 0 ? 1 : 0
}
