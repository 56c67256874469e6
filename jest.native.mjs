import base from './jest.config.mjs'
const { globalSetup, moduleNameMapper, transform, testEnvironment, extensionsToTreatAsEsm, ...rest } = base
export default { ...rest, transform: {}, injectGlobals: false, testRunner: './tests/environment/native-run.cjs', rootDir: import.meta.dirname }
