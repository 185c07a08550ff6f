/** Parameters by `procedure-id.name`, as they were typed. */
export type Thresholds = Readonly<Record<string, string>>;

/** What was typed in the kind that it reads as; whether it fits its parameter is for the engine to say. */
export function typedThresholds(typed: Thresholds): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(typed).map(([key, text]) => {
      const value = text.trim();
      if (value === 'true' || value === 'false') return [key, value === 'true'];
      return [key, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
    }),
  );
}
