/**
 * What the service manager says about one unit. Three answers: not there, there, and (as a Failure of the call) could
 * not find out.
 */
export interface UnitState {
  name: string;
  /** LoadState: `loaded`, `not-found`, `masked`, `bad-setting`, `error`. Look at it before anything else. */
  load: string;
  /** ActiveState and SubState. */
  active: string;
  sub: string;
  /** UnitFileState: `enabled`, `disabled`, `static`, `masked`, …; empty when there is no file. */
  enabled: string;
  /** 0 when nothing runs. */
  mainPid: number;
  restarts: number;
  /** When the main process was started, in milliseconds since 1970; null when it never was. */
  since: number | null;
  /** Why it ended last: `success`, `exit-code`, `signal`, `start-limit-hit`, … */
  result: string;
  controlGroup: string;
  needsReload: boolean;
  /** The main file it was loaded from; null when there was none. */
  fragment: string | null;
  /** The drop-ins it was loaded with; `[unprintable]` for a path with a space. */
  dropIns: readonly string[];
  /** The words of its one ExecStart=, with a space between them; null when it has none or several. */
  argv: string | null;
}
