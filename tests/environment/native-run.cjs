const asyncHooks = require('node:async_hooks')
const { register } = require('node:module')
const { pathToFileURL } = require('node:url')
const { ModernFakeTimers } = require('@jest/fake-timers')
const { ModuleMocker } = require('jest-mock')
const circus = require('jest-circus/runner').default

/**
 * Runs a test file in the process itself, with Jest's own framework, rather than in a realm of its own: what is imported (a thousand modules of the
 * product, its libraries, its model) is loaded once for all the files of a process, not once for each. What a file changes of the process is put back.
 */
module.exports = async function runNatively(globalConfig, config, _environment, _runtime, testPath, sendMessage) {
  readTypeScript()
  // Jest's own reading of maps knows what it compiled alone; that of Node knows all.
  Error.prepareStackTrace = undefined
  const mocks = new ModuleMocker(globalThis)
  const timers = new ModernFakeTimers({ config, global: globalThis })
  const before = {
    env: { ...process.env },
    directory: process.cwd(),
    symbols: Object.getOwnPropertySymbols(globalThis),
  }
  const environment = { global: globalThis, fakeTimers: null, fakeTimersModern: timers }
  const storages = []
  try {
    const { shareContent } = await import('./shared-content.ts')
    shareContent()
    return await circus(globalConfig, config, environment, runtimeOf(mocks, timers, storages), testPath, sendMessage)
  } finally {
    // Every promise of the process would go on paying for each.
    for (const storage of storages) storage.disable()
    timers.useRealTimers()
    mocks.restoreAllMocks()
    process.chdir(before.directory)
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name]
    Object.assign(process.env, before.env)
    // The framework keeps there what it knows of the file: its tests, and all that they hold.
    for (const symbol of Object.getOwnPropertySymbols(globalThis))
      if (!before.symbols.includes(symbol)) delete globalThis[symbol]
  }
}

/** What Jest's framework asks of the module system, answered by that of Node. */
function runtimeOf(mocks, timers, storages) {
  const jest = jestOf(mocks, timers)
  return {
    // Its state is that of one file.
    requireInternalModule(path) {
      delete require.cache[path]
      const framework = keepingStorages(storages, () => require(path))
      module.children = []
      return framework
    },
    requireModule: require,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(pathToFileURL(path).href),
    setGlobalsForRuntime: (globals) => {
      globalThis[Symbol.for('guichet.jest')] = { ...globals, jest }
    },
    restoreAllMocks: () => mocks.restoreAllMocks(),
    enterTestCode() {},
    leaveTestCode() {},
  }
}

/** Calls a function, and keeps the `AsyncLocalStorage` that it makes. */
function keepingStorages(storages, load) {
  const { AsyncLocalStorage } = asyncHooks
  asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
    constructor() {
      super()
      storages.push(this)
    }
  }
  try {
    return load()
  } finally {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage
  }
}

/** What tests use of `jest`. */
function jestOf(mocks, timers) {
  return {
    fn: mocks.fn.bind(mocks),
    spyOn: mocks.spyOn.bind(mocks),
    restoreAllMocks: () => mocks.restoreAllMocks(),
    useFakeTimers: (options) => void timers.useFakeTimers(options),
    useRealTimers: () => timers.useRealTimers(),
    setSystemTime: (now) => timers.setSystemTime(now),
    getTimerCount: () => timers.getTimerCount(),
    runOnlyPendingTimers: () => timers.runOnlyPendingTimers(),
    advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
    advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
    setTimeout: (ms) => {
      globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = ms
    },
  }
}

let reads = false
/** Registers what reads TypeScript, style sheets and `@jest/globals`, once for the process. */
function readTypeScript() {
  if (reads) return
  reads = true
  process.setSourceMapsEnabled(true)
  register('./hooks.mjs', pathToFileURL(__filename))
}
