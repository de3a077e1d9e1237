/** A text that nothing prints by accident: templates, JSON, logs and inspectors show `<redacted>`. */
export interface Sealed {
  /** The text itself. Whoever asks for it keeps it out of logs. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

export function sealed(text: string): Sealed {
  const hidden = (): string => '<redacted>';
  return Object.freeze({
    reveal: () => text,
    toString: hidden,
    toJSON: hidden,
    // What console.log and error messages of Node go by.
    [Symbol.for('nodejs.util.inspect.custom')]: hidden,
    [Symbol.toPrimitive]: hidden,
  });
}
