import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A package of npm, at an exact version. */
export interface NpmPackage {
  package: string
  version: string
}

/** Unpacks a package below a folder, once. @returns its own folder @throws when it cannot be fetched */
export function fetchPackage({ package: name, version }: NpmPackage, folder: string): string {
  const root = join(folder, `${name.replace(/\W+/g, '-')}-${version}`)
  if (existsSync(join(root, 'package.json'))) return root
  mkdirSync(root, { recursive: true })
  const packed = spawnSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', root])
  const archive = packed.stdout.toString().trim().split('\n').at(-1) ?? ''
  if (packed.status !== 0) throw new Error(`npm pack ${name}@${version}: ${packed.stderr}`)
  const unpacked = spawnSync('tar', ['xzf', join(root, archive), '-C', root, '--strip-components=1'])
  if (unpacked.status !== 0) throw new Error(`tar: ${unpacked.stderr}`)
  return root
}
