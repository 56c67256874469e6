/** `@jest/globals` of the file that runs now: modules that files share import it once. */
const current = (name) => globalThis[Symbol.for('guichet.jest')][name]
const ofNow = (name) =>
  new Proxy(() => {}, {
    apply: (_, self, given) => current(name).apply(self, given),
    get: (_, key) => current(name)[key],
  })

export const jest = ofNow('jest')
export const expect = ofNow('expect')
export const describe = ofNow('describe')
export const it = ofNow('it')
export const test = ofNow('test')
export const beforeAll = ofNow('beforeAll')
export const beforeEach = ofNow('beforeEach')
export const afterAll = ofNow('afterAll')
export const afterEach = ofNow('afterEach')
