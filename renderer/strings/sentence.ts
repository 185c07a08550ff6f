import { Fragment, type ReactNode, createElement } from 'react';

/** A sentence of which some words are doors: the words stay in one place, the doors come from the view. */
export const sentence = (...parts: readonly ReactNode[]): ReactNode =>
  createElement(Fragment, null, ...parts);
