import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import type { HtmlTexts } from './texts/en.ts';

interface Page {
  texts: HtmlTexts;
  title: string;
  /** What stands below the title. */
  facts: string;
  /** Of unitpin. */
  version: string;
  body: Html;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/**
 * One file that needs no other: the browser is told to load nothing, and to run this style and this script and no other,
 * whatever else got into the page.
 */
export function htmlDocument({ texts, title, facts, version, body }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    // The icon below, so that no browser asks a server for one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="${texts.lang}" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header>
<h1>${title}</h1>
<p class="facts">${facts}</p>
</header>
<main id="content" tabindex="-1">
${body}</main>
<footer><p>${texts.madeBy({ version })}</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup;
}
