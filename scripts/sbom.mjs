import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './prepare.mjs'
import { productionPackages } from './production.mjs'

const MODEL = 'models/guichet-fr'

/**
 * Everything that runs, the model included, as CycloneDX, from `package-lock.json`.
 * @throws when npm cannot tell it
 */
export function billOfMaterials() {
  const { status, stdout } = spawnSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (status !== 0) throw new Error('npm sbom failed')
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const bill = JSON.parse(stdout)
  // npm names it after the folder.
  bill.metadata.component.name = name
  // npm leaves out of `--omit dev` what development needs as well: what runs is told by the lock file instead.
  const running = runningPackages()
  bill.components = bill.components.filter(({ purl }) => running.has(purl))
  const kept = new Set([name, ...bill.components.map((component) => component['bom-ref'])])
  bill.dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref) || ref === bill.metadata.component['bom-ref'])
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }))
  // A package that takes another's place is that package, whatever npm calls it.
  for (const component of bill.components) {
    component.name = decodeURIComponent(component.purl.replace(/^pkg:npm\/|@[^@]*$/g, ''))
  }
  bill.components.push(modelComponent(version))
  return bill
}

/** Package URLs of what is installed without development. */
function runningPackages() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  return new Set(
    productionPackages(packages).map(([path, { name: real, version: installed }]) => {
      // A package that takes another's place lies under that one's name.
      const purlName = (real ?? path.replace(/^.*node_modules\//, '')).replace(/^@/, '%40')
      return `pkg:npm/${purlName}@${installed}`
    }),
  )
}

function modelComponent(version) {
  const content = createHash('sha256')
    .update(readFileSync(join(ROOT, MODEL, 'onnx', 'model_quantized.onnx')))
    .digest('hex')
  return {
    'bom-ref': `model:${MODEL}`,
    type: 'machine-learning-model',
    name: MODEL.split('/').at(-1),
    version,
    description: 'French sentence encoder, int8, trained by training/ from open data',
    hashes: [{ alg: 'SHA-256', content }],
    licenses: [{ license: { id: 'EUPL-1.2' } }],
  }
}

/** `npm run sbom [-- file]`: `dist/sbom.cdx.json` unless another file is named. */
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2] ?? join(ROOT, 'dist', 'sbom.cdx.json')
  const bill = billOfMaterials()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`)
  console.log(`${bill.components.length} composants : ${file}`)
}
