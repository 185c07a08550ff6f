import MagicString from 'magic-string';

export const x = MagicString;
