/**
 * Why work aside gave nothing. `too_heavy`: it took too much memory; `too_slow`: too much time; `broken`: it threw what nobody foresaw; `stopped`: nobody waits
 * for it any more, or the server stops.
 */
export type SandboxFaultCode = 'too_heavy' | 'too_slow' | 'broken' | 'stopped'

/** Work aside that gave nothing. */
export class SandboxFault extends Error {
  readonly code: SandboxFaultCode
  constructor(code: SandboxFaultCode, options: { cause?: unknown } = {}) {
    super(code, options)
    this.name = 'SandboxFault'
    this.code = code
  }
}
