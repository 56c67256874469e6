const { TestEnvironment } = require('jest-environment-node')

const SHARED = [
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'ArrayBuffer',
]

/**
 * Jest runs tests in a realm of their own; the ONNX runtime checks `instanceof` against the outer realm's typed
 * arrays and refuses the inner ones. This environment gives the tests the outer ones.
 */
module.exports = class OnnxEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    for (const name of SHARED) this.global[name] = globalThis[name]
  }
}
