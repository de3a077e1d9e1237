import { isUtf8 } from 'node:buffer';

/** Strings, and what JSON5 has that YAML has not: comments of its own kind, and tabs that indent. */
const TOKEN = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\t/g;

export const isJson = (path: string): boolean => /\.json5?$/.test(path);

/** A file of JSON, with or without comments, as YAML can read it: they become blanks, so that all stays on its line. */
export function asYaml(bytes: Buffer, path: string): Buffer {
  // What is no text is for the reader to tell.
  if (!isJson(path) || !isUtf8(bytes)) return bytes;
  const blank = (token: string): string => (/^["']/.test(token) ? token : token.replace(/[^\n]/g, ' '));
  return Buffer.from(bytes.toString('utf8').replace(TOKEN, blank));
}
