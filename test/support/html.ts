/** An element of a page, as the strict reader below finds it. */
export interface Element {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (Element | string)[];
}

const VOID = new Set(['meta', 'link', 'rect', 'path', 'br', 'hr', 'img', 'input']);
/** Elements whose end may be left out, or that hold text that is not read. */
const RAW = new Set(['style', 'script']);
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*(\/?)>/giy;

/**
 * Reads a page as we write them, stricter than HTML: every element is closed, every attribute is in double quotes or has
 * no value, no `<` stands for itself. Throws at what is none of that.
 */
export function parseHtml(page: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  let at = /^<!doctype html>\n/.exec(page)?.[0].length ?? 0;
  while (at < page.length) {
    const top = open.at(-1) as Element;
    const next = page.indexOf('<', at);
    if (next !== at) {
      top.children.push(textOf(page.slice(at, next < 0 ? page.length : next)));
      at = next < 0 ? page.length : next;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(page);
    if (!tag) throw new Error(`no markup at ${at}: ${page.slice(at, at + 80)}`);
    const [all, closes, name = '', attributes = '', closed] = tag;
    at += all.length;
    if (closes) {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}> at ${at}`);
      open.pop();
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [] as (Element | string)[] };
    top.children.push(element);
    if (RAW.has(name)) {
      const end = page.indexOf(`</${name}>`, at);
      element.children.push(page.slice(at, end));
      at = end + name.length + 3;
    } else if (!closed && !VOID.has(name)) open.push(element);
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  return root;
}

function textOf(raw: string): string {
  const text = raw.replace(/&([a-z0-9#]+);/g, (all, name: string) => {
    if (ENTITIES[name] === undefined) throw new Error(`an entity that we do not write: ${all}`);
    return `\0${ENTITIES[name]}`;
  });
  if (/(?<!\0)[&<>]/.test(text)) throw new Error(`not inert: ${raw}`);
  return text.replaceAll('\0', '');
}

function attributesOf(text: string): Map<string, string> {
  const result = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)) {
    if (result.has(name)) throw new Error(`${name} twice`);
    result.set(name, textOf(value));
  }
  return result;
}

/** All elements below one, in the order of the page. */
export const elements = (below: Element): Element[] =>
  below.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...elements(child)]));

/** What can be read in an element. */
export const textContent = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textContent(child))).join('');
