/** A table macro of the canonical schema. `sql` is the text after `AS TABLE`. */
export interface MacroSpec {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly doc: string;
  readonly sql: string;
}
