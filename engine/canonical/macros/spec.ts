/** A table macro of the canonical schema. `sql` is the text after `AS TABLE`; other macros are called `main.name(…)` in it. */
export interface MacroSpec {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly doc: string;
  readonly sql: string;
  /** Asked so often, and so dear to work out, that a run or a report keeps the answer for its moment (see `shared.ts`). */
  readonly kept?: true;
}
