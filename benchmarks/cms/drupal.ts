import { blocksOf, tagsOf } from './guide.js'
import { runPhp } from './php.js'
import { COMMUNE, type Stage } from './stage.js'

/** What `drupal.php` writes. */
interface Said {
  empty: string
  admin: string
  page: { html: string; tags: string[] }
  block: { html: string; library: string[] }
  forms: { shown: string[]; errors: Record<string, string> | []; warnings: string[]; kept: Record<string, string> }[]
}

const HOSTILE = '"><script>alert(1)</script>'

/**
 * Runs the files of the Drupal module, over stand-ins of Drupal's classes: the real ones come from no registry that the project uses.
 * @param origin of the site, which the commune has declared
 */
export async function tryDrupal(
  { check, town }: Pick<Stage, 'check'> & { town: Pick<Stage['town'], 'address'> },
  origin: string,
): Promise<void> {
  const server = town.address.replace('http:', 'https:')
  const right = { server, commune: COMMUNE }
  const forms = [
    right,
    { ...right, server: 'http://chat.ville.fr' },
    { ...right, commune: 'ailleurs' },
    { ...right, offset: '500' },
  ]
  const given = { origin, forms, settings: { ...right, label: '', position: 'right', offset: '' } }
  const said = await runPhp<Said>('drupal.php', given)
  const [head = '', bottom = '', frame = ''] = blocksOf('Drupal')
  const shown = (html: string) => tagsOf(html, server, COMMUNE)
  check(
    'Drupal: pages have nothing before the module is set, nor do those of the administration after',
    [said.empty, said.admin],
    ['', ''],
  )
  check('Drupal: a page has what the guide quotes', shown(said.page.html), [...tagsOf(head), ...tagsOf(bottom)])
  check('Drupal: and is made again when the settings change', said.page.tags, ['config:guichet.settings'])
  check(
    'Drupal: the block has the frame of the guide, and hides the launcher',
    [shown(said.block.html), said.block.library],
    [tagsOf(frame), ['guichet/frame']],
  )
  check(
    'Drupal: the form keeps what is right',
    [said.forms[0]?.errors, said.forms[0]?.warnings, said.forms[0]?.kept.commune],
    [[], [], COMMUNE],
  )
  const faults = said.forms.slice(1).map(({ errors }) => Object.keys(errors))
  check('Drupal: and refuses http, a commune that the server does not know and a distance that is none', faults, [
    ['server'],
    ['commune'],
    ['offset'],
  ])
  const unlisted = await runPhp<Said>('drupal.php', { ...given, origin: 'https://ailleurs.example', forms: [right] })
  check(
    'Drupal: an administrator is told that her site is not declared',
    unlisted.forms[0]?.warnings.join().includes('https://ailleurs.example'),
  )
  const hostile = await runPhp<Said>('drupal.php', { ...given, settings: { ...given.settings, label: HOSTILE } })
  check('Drupal: words of the launcher are text', shown(hostile.page.html)[0]?.attributes['data-label'], HOSTILE)
}
