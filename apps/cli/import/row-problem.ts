/** What is wrong with a row: the column (empty where it is the row as a whole), and why. */
export interface RowProblem {
  readonly column: string;
  readonly reason: string;
  /** What kind of fault it is, for those who count: the server's code, or why the row could not be read. */
  readonly why?: string;
}
