/** VERIFY.md, the same in every package of this format version. */
export const VERIFY_TEXT = `# How to check this package\n`;
