/** Why a file cannot be read at all; each has its sentence `fault.<code>` in `knowledge/messages/admin-exchange.*.json`. */
export type ExchangeFaultCode =
  | 'not_a_zip'
  | 'archive_too_large'
  | 'archive_too_many'
  | 'unsafe_path'
  | 'not_a_table'
  | 'table_too_large'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'cell_too_long'
  | 'bot_too_large'
  | 'no_rows'
  | 'no_question_column'
  | 'nothing_of_botpress'

/** A file that cannot be read at all. */
export class ExchangeFault extends Error {
  readonly code: ExchangeFaultCode
  /** What its sentence names. */
  readonly parameters: Record<string, string>
  constructor(code: ExchangeFaultCode, parameters: Record<string, string> = {}) {
    super(code)
    this.name = 'ExchangeFault'
    this.code = code
    this.parameters = parameters
  }
}
