/** A place in a file. `line` and `column` start at 1; columns count characters, not bytes. */
export interface Location {
  path: string;
  line: number;
  column: number;
}

/** Something wrong in the text of a definition, found while reading it. */
export interface SyntaxProblem {
  /** `fatal`: the manager refuses the whole definition. `dropped`: it ignores this line or value. */
  effect: 'fatal' | 'dropped';
  message: string;
  location: Location;
}
