import { existsSync, readFileSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder, nodeFileSystem, writeNewFile } from '../../platform/store/file-system.js'
import type { Answers } from './questions.js'

/** A file that setup writes for the system. */
export interface SystemFile {
  name: 'guichet.conf' | 'guichet.service' | 'Caddyfile' | 'guichet.nginx.conf'
  path: string
  text: string
  /** What is there already. */
  state: 'new' | 'same' | 'other'
}

/** Who runs the server, and from where. */
export interface ServerPlace {
  /** Where the files are written. */
  folder: string
  /** Of Guichet. */
  root: string
  account: string
}

/** Settings of the server by name, for an installation behind one web server. Pure. */
export function settingsOf({ publicUrl, port, dataDir, smtpUrl, mailFrom }: Answers): Record<string, string> {
  return {
    PORT: port,
    GUICHET_DATA_DIR: dataDir,
    GUICHET_PUBLIC_URL: publicUrl.replace(/\/$/, ''),
    GUICHET_TRUSTED_PROXIES: '1',
    ...(smtpUrl === '' ? {} : { SMTP_URL: smtpUrl, GUICHET_MAIL_FROM: mailFrom }),
  }
}

/** The files of an installation, as they are to be, and what is in their places; made from those of `deploy/`. */
export async function systemFiles(answers: Answers, place: ServerPlace): Promise<SystemFile[]> {
  const settings = Object.entries(settingsOf(answers)).map(([name, value]) => `${name}=${value}\n`)
  const isNginx = answers.webServer === 'nginx'
  return Promise.all([
    planned(
      'guichet.conf',
      `# Les réglages du serveur, lus par lui et par les commandes : docs/settings.md\n${settings.join('')}`,
      place,
    ),
    planned('guichet.service', await unitOf(answers, place), place),
    isNginx
      ? planned('guichet.nginx.conf', await nginxOf(answers), place)
      : planned('Caddyfile', await caddyOf(answers), place),
  ])
}

async function planned(name: SystemFile['name'], text: string, { folder }: ServerPlace): Promise<SystemFile> {
  const path = join(folder, name)
  const state = !existsSync(path) ? 'new' : readFileSync(path, 'utf8') === text ? 'same' : 'other'
  return { name, path, text, state }
}

async function unitOf({ dataDir }: Answers, { folder, root, account }: ServerPlace): Promise<string> {
  const unit = await readFile(join('deploy', 'guichet.service'), 'utf8')
  return unit
    .replace(/^User=.*$/m, `User=${account}`)
    .replace(/^WorkingDirectory=.*$/m, `WorkingDirectory=${root}`)
    .replace(/^Environment=GUICHET_CONFIG=.*$/m, `Environment=GUICHET_CONFIG=${join(folder, 'guichet.conf')}`)
    .replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`)
    .replace(/^ReadWritePaths=.*$/m, `ReadWritePaths=${dataDir}`)
}

async function caddyOf({ publicUrl, port }: Answers): Promise<string> {
  const site = await readFile(join('deploy', 'Caddyfile'), 'utf8')
  return site.replaceAll('chat.ville.fr', new URL(publicUrl).host).replaceAll(':3000', `:${port}`)
}

async function nginxOf({ publicUrl, port, certificate, certificateKey }: Answers): Promise<string> {
  const site = await readFile(join('deploy', 'site.nginx.conf'), 'utf8')
  const own =
    certificate === ''
      ? site
      : site
          .replace(/^( *ssl_certificate) .*$/m, `$1 ${certificate};`)
          .replace(/^( *ssl_certificate_key) .*$/m, `$1 ${certificateKey};`)
  return own.replaceAll('chat.ville.fr', new URL(publicUrl).hostname).replaceAll(':3000', `:${port}`)
}

/** Writes a file for its owner alone; the one that was there, if it was another, is kept beside it as `.former`. */
export async function writeSystemFile({ path, text, state }: SystemFile): Promise<void> {
  if (state === 'same') return
  await makeFolder(nodeFileSystem, dirname(path))
  if (state === 'other') await rename(path, `${path}.former`)
  await writeNewFile(nodeFileSystem, path, text)
}
