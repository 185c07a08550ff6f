/** Whose work it is, and when it was done. */
export interface Author {
  by: string;
  /** ISO instant. */
  at: string;
}
