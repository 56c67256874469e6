import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { install, ROOT } from './prepare.mjs'
import { productionPackages } from './production.mjs'

/** Where a package of Debian puts what a program reads; its settings and its data lie where docs/installer.md has them. */
const HOME = 'usr/lib/guichet'
/** Of Debian, by Node's name for the processor. */
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' }
/** Whoever hands the package out, in Debian's own variables. */
const MAINTAINER = `${process.env.DEBFULLNAME ?? 'Guichet'} <${process.env.DEBEMAIL ?? 'guichet@localhost'}>`

/**
 * `node scripts/deb.mjs ARCHIVE [folder]`: a package of Debian, made of a release and of the packages that are installed in this clone, with `dpkg-deb`. Nothing
 * is fetched, neither here nor where it is installed. Written beside the archive unless a folder is named.
 */
const [archive, folder = dirname(archive ?? '')] = process.argv.slice(2)
const [, version] = /guichet-(.+)\.tar\.gz$/.exec(basename(archive ?? '')) ?? []
const architecture = ARCHITECTURES[process.arch]
if (version === undefined || architecture === undefined) {
  console.error(
    'node scripts/deb.mjs guichet-x.y.z.tar.gz [dossier] : l’archive de npm run release, sur une machine amd64 ou arm64',
  )
  process.exit(2)
}
install(false)
const tree = mkdtempSync(join(tmpdir(), 'guichet-deb-'))
try {
  chmodSync(tree, 0o755)
  mkdirSync(join(tree, HOME), { recursive: true })
  run('tar', ['xzf', resolve(archive), '--strip-components=1', '--no-same-owner', '--directory', join(tree, HOME)])
  addPackages()
  addSystemFiles()
  addControl()
  spreadRights(tree)
  const file = join(resolve(folder), `guichet_${version}_${architecture}.deb`)
  run('dpkg-deb', ['--root-owner-group', '-Zzstd', '--build', tree, file])
  console.log(`${file} : ${(statSync(file).size / 1e6).toFixed(1)} Mo`)
} finally {
  rmSync(tree, { recursive: true, force: true })
}

/** Those that the lock file of the release names, as they are installed here for this processor. */
function addPackages() {
  const { packages } = JSON.parse(readFileSync(join(tree, HOME, 'package-lock.json'), 'utf8'))
  for (const [path] of productionPackages(packages)) {
    const from = join(ROOT, path)
    const isThere = statSync(from, { throwIfNoEntry: false })
    // What is for another processor is in the lock file alone.
    if (!isThere) continue
    const isOwn = (place) => !place.slice(from.length).includes('/node_modules')
    cpSync(from, join(tree, HOME, path), { recursive: true, filter: isOwn })
  }
}

/** The unit of systemd, and the command on the path. */
function addSystemFiles() {
  const unit = readFileSync(join(ROOT, 'deploy', 'guichet.service'), 'utf8')
    .replace('docs/release.md', `/${HOME}/docs/release.md`)
    .replace('/srv/guichet/current', `/${HOME}`)
    .replace('/etc/guichet.conf', '/etc/guichet/guichet.conf')
  write('usr/lib/systemd/system/guichet.service', unit)
  write(
    'usr/bin/guichet',
    `#!/bin/sh\n# With the settings of the service, unless others are given.\nexport GUICHET_CONFIG="\${GUICHET_CONFIG:-/etc/guichet/guichet.conf}"\ncd /${HOME} && exec node scripts/guichet.mjs "$@"\n`,
    0o755,
  )
  write('usr/share/doc/guichet/copyright', copyright())
  const changes = `guichet (${version}) stable; urgency=medium\n\n  * /${HOME}/CHANGELOG.md\n\n -- ${MAINTAINER}  ${run('date', ['--rfc-email', '--date', `@${timeOfArchive()}`]).trim()}\n`
  write('usr/share/doc/guichet/changelog', changes)
  run('gzip', ['-9n', join(tree, 'usr/share/doc/guichet/changelog')])
}

function timeOfArchive() {
  return Math.floor(statSync(join(tree, HOME, 'package.json')).mtimeMs / 1000)
}

function copyright() {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: guichet

Files: *
Copyright: 2026 the authors of Guichet
License: EUPL-1.2
 The text is in /${HOME}/LICENSE. The licences of the packages that it brings
 are in /${HOME}/LICENCES-OF-PACKAGES.txt.
`
}

/** What dpkg reads, and what it runs: deploy/debian. */
function addControl() {
  const kilobytes = run('du', ['-sk', '--apparent-size', tree]).split('\t')[0]
  write(
    'DEBIAN/control',
    `Package: guichet
Version: ${version}
Architecture: ${architecture}
Maintainer: ${MAINTAINER}
Installed-Size: ${kilobytes}
Depends: adduser, nodejs (>= 20.11), libc6 (>= 2.31), libstdc++6
Suggests: caddy | nginx, postgresql
Section: web
Priority: optional
Description: assistant of a French town hall: curated answers, and an agent behind
 Residents ask in their own words; a transformer that runs on this machine finds
 the curated entry that answers, and an agent takes over when it is not sure.
`,
  )
  for (const name of readdirSync(join(ROOT, 'deploy', 'debian')))
    write(`DEBIAN/${name}`, readFileSync(join(ROOT, 'deploy', 'debian', name), 'utf8'), 0o755)
}

function write(path, text, mode = 0o644) {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text, { mode })
  chmodSync(join(tree, path), mode)
}

/** Everybody reads, root alone writes, and what is a program stays one. */
function spreadRights(place) {
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const path = join(place, entry.name)
    if (entry.isDirectory()) {
      chmodSync(path, 0o755)
      spreadRights(path)
    } else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

function run(program, words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' })
  if (status === 0) return stdout
  console.error(error?.message ?? stderr)
  process.exit(1)
}
