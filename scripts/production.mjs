/**
 * What is installed without development, from a lock file: a package that is only an optional peer of what runs is not asked for, whatever npm marks it as.
 * @param {Record<string, any>} packages `packages` of `package-lock.json`
 * @returns {[path: string, entry: any][]} by path, in the order of the lock file
 */
export function productionPackages(packages) {
  const asked = Object.keys(packages[''].dependencies).map((name) => ['', name])
  const reached = new Set()
  for (const [from, name] of asked) {
    const path = placeOf(packages, from, name)
    if (path === undefined || reached.has(path)) continue
    reached.add(path)
    for (const needed of needsOf(packages[path])) asked.push([path, needed])
  }
  return Object.entries(packages).filter(([path]) => reached.has(path))
}

/** Beside what asks for it, or nearer to the root, as Node looks for it. */
function placeOf(packages, from, name) {
  const parents = from.split('/node_modules/')
  const places = parents.map((_, index) => [...parents.slice(0, parents.length - index), name].join('/node_modules/'))
  return [...(from === '' ? [] : places), `node_modules/${name}`].find((path) => path in packages)
}

function needsOf({ dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional)
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]
}

/**
 * The `package.json` and the `package-lock.json` of a folder in which nothing is built: no package of development, and no script but those of `guichet`.
 * @param {any} whole the `package.json` of the clone
 * @param {any} lock its `package-lock.json`
 */
export function productionManifests({ devDependencies, scripts, overrides, ...kept }, lock) {
  const isKept = ([name]) => !(name in devDependencies)
  const manifest = {
    ...kept,
    scripts: Object.fromEntries(
      Object.entries(scripts).filter(([name, command]) => command.includes('scripts/guichet.mjs') && name !== 'bench'),
    ),
    overrides: Object.fromEntries(
      Object.entries(overrides).map(([name, places]) => [
        name,
        Object.fromEntries(Object.entries(places).filter(isKept)),
      ]),
    ),
  }
  const { devDependencies: _, ...root } = lock.packages['']
  return {
    manifest,
    lock: { ...lock, packages: { '': root, ...Object.fromEntries(productionPackages(lock.packages)) } },
  }
}
