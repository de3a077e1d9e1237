/** How the reports look. Colours keep a contrast of 4.5 and more to what they stand on, in light and dark. */
export const STYLE = `:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f5f7f9; --text: #1b1f24; --soft: #4b5563; --line: #c5ccd6; --link: #0b57a4;
  --error: #b3261e; --warning: #845000; --info: #0b57a4; --good: #17663a;
  --error-soft: #fdeceb; --add: #e4f5e9; --add-text: #14532d; --del: #fde9e7; --del-text: #8c1d14;
  --mark: #fff0b8; --mark-text: #1b1f24;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --card: #1c2128; --text: #e6e9ee; --soft: #aab3bf; --line: #434c58; --link: #8ab8ff;
    --error: #ff9d94; --warning: #f0b860; --info: #8ab8ff; --good: #7fd398;
    --error-soft: #3a1a18; --add: #12301d; --add-text: #a6e6b8; --del: #3d1714; --del-text: #ffb4ab;
    --mark: #5c4a0b; --mark-text: #fff4cc;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-block-start: 1rem; }
body {
  margin: 0; background: var(--page); color: var(--text); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
}
body > header, main, body > footer { max-inline-size: 72rem; margin-inline: auto; padding-inline: clamp(1rem, 3vw, 2rem); }
body > header { padding-block-start: 1.5rem; }
body > footer { padding-block: 2rem; color: var(--soft); }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin-block: 0 0.5rem; }
h2 { font-size: 1.3rem; margin-block: 2.25rem 0.75rem; padding-block-end: 0.3rem; border-block-end: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin-block: 1.75rem 0.75rem; }
h4 { font-size: 1rem; margin-block: 0 0.4rem; }
p, li, summary, dd { overflow-wrap: anywhere; }
p { margin-block: 0.4rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
code, pre { direction: ltr; unicode-bidi: isolate; text-align: left; }
pre { margin-block: 0.5rem; padding: 0.6rem 0.8rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
pre code { font-size: 1em; }
.skip { position: absolute; inset-inline-start: 1rem; inset-block-start: -4rem; padding: 0.5rem 1rem; background: var(--page); }
.skip:focus { inset-block-start: 0.5rem; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.facts { color: var(--soft); margin-block: 0 0.5rem; }
.counts { display: flex; flex-wrap: wrap; gap: 0.6rem; padding: 0; margin-block: 1rem; list-style: none; }
.counts li { padding: 0.5rem 0.9rem; background: var(--card); border: 1px solid var(--line); border-inline-start: 4px solid var(--line); border-radius: 6px; }
.counts strong { font-size: 1.35rem; margin-inline-end: 0.35rem; }
.counts .error { border-inline-start-color: var(--error); } .counts .error strong { color: var(--error); }
.counts .warning { border-inline-start-color: var(--warning); } .counts .warning strong { color: var(--warning); }
.counts .info { border-inline-start-color: var(--info); } .counts .info strong { color: var(--info); }
.counts .good { border-inline-start-color: var(--good); } .counts .good strong { color: var(--good); }
.alarm { padding: 0.6rem 0.9rem; background: var(--error-soft); color: var(--error); border: 2px solid var(--error); border-radius: 6px; }
.next { display: flex; flex-wrap: wrap; gap: 0.3rem 0.8rem; align-items: baseline; margin-block: 1rem; }
.next code { padding: 0.3rem 0.6rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; overflow-wrap: anywhere; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: 0.9rem; }
.narrow { display: none; }
.scroll { overflow-x: auto; }
.picture { border: 1px solid var(--line); border-radius: 8px; padding: 0.5rem; }
svg { display: block; margin-inline: auto; max-inline-size: 100%; min-inline-size: 56rem; block-size: auto; }
svg text { fill: var(--text); unicode-bidi: isolate; }
svg .head { font: 600 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
svg .more, svg .by { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--soft); }
svg .by { stroke: var(--page); stroke-width: 4px; paint-order: stroke; }
svg rect { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
svg .bad rect { fill: var(--error-soft); stroke: var(--error); stroke-width: 3.5; }
svg .bad text { fill: var(--error); font-weight: 700; }
svg .unsure rect { stroke-dasharray: 5 4; }
svg .line { fill: none; stroke: var(--soft); stroke-width: 1.6; }
svg .line.dashed { stroke-dasharray: 6 4; }
svg .line.bad { stroke: var(--error); stroke-width: 3; }
svg .arrow path { fill: var(--soft); } svg .arrow-bad path { fill: var(--error); }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.92rem; }
caption { text-align: start; color: var(--soft); padding-block: 0.3rem; }
th, td { padding: 0.4rem 0.7rem; text-align: start; vertical-align: top; border-block-end: 1px solid var(--line); }
thead th { white-space: nowrap; color: var(--soft); }
tbody th { font-weight: 600; min-inline-size: 9rem; }
td.note { min-inline-size: 12rem; }
/* Chinese may be broken anywhere: a cell would shrink to one character. */
@media screen { :lang(zh) td:not(.note) { min-inline-size: 6em; } }
tr.bad { color: var(--error); background: var(--error-soft); }
details { margin-block: 0.6rem; }
summary { cursor: pointer; padding-block: 0.25rem; }
summary .count { color: var(--soft); }
.finding { margin-block: 0.8rem; padding: 0.8rem 1rem; border: 1px solid var(--line); border-inline-start: 5px solid var(--line); border-radius: 6px; }
.finding.error { border-inline-start-color: var(--error); }
.finding.warning { border-inline-start-color: var(--warning); }
.finding.info { border-inline-start-color: var(--info); }
.finding .name { font-weight: 400; color: var(--soft); }
.where { color: var(--soft); }
.fix strong { color: var(--good); }
.ignored { color: var(--soft); }
.badge { display: inline-block; padding-inline: 0.5rem; border: 1.5px solid; border-radius: 4px; font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
.badge.error { color: var(--error); } .badge.warning { color: var(--warning); } .badge.info { color: var(--info); }
.badge.good { color: var(--good); } .badge.rest { color: var(--soft); }
.source { display: flex; gap: 0.8rem; }
.source code { min-inline-size: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.source .number { color: var(--soft); user-select: none; }
mark { background: var(--mark); color: var(--mark-text); text-decoration: underline wavy var(--error); text-decoration-skip-ink: none; }
.diff { padding-inline: 0; }
.diff span { display: inline-block; min-inline-size: 100%; padding-inline: 0.8rem; }
.diff code { display: inline-block; min-inline-size: 100%; white-space: pre; }
.diff .add { background: var(--add); color: var(--add-text); } .diff .del { background: var(--del); color: var(--del-text); }
.diff .hunk { color: var(--info); } .diff .file { font-weight: 600; }
.filters { display: flex; flex-wrap: wrap; gap: 0.6rem 0.9rem; align-items: center; padding: 0.7rem 0.9rem; margin-block: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.filters .title { font-weight: 600; }
.filters label { max-inline-size: 100%; }
button, select { font: inherit; font-size: 0.92rem; min-block-size: 2.2rem; max-inline-size: 100%; padding: 0.2rem 0.7rem; color: var(--text); background: var(--page); border: 1px solid var(--soft); border-radius: 6px; cursor: pointer; }
button .badge { border: 0; padding: 0; }
button[aria-pressed=false] { background: transparent; border-style: dashed; text-decoration: line-through; }
button[aria-pressed=false], button[aria-pressed=false] .badge { color: var(--soft); text-decoration: line-through; }
output { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1rem; margin-block: 0.5rem; }
dt { color: var(--soft); }
dd { margin: 0; }
@media (max-width: 56rem) { .narrow { display: block; } }
@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-block-end: 0.4rem; } }
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --text: #000000; --soft: #3d4450; --line: #9aa3af; --link: #0b57a4;
    --error: #a31d16; --warning: #6d4200; --info: #0b4a8c; --good: #125430;
    --error-soft: #ffffff; --add: #ffffff; --add-text: #0d4423; --del: #ffffff; --del-text: #7d170f;
    --mark: #ffffff; --mark-text: #000000;
  }
  body { font-size: 10pt; }
  .filters, .skip, .narrow { display: none; }
  .finding, figure, tr, .counts { break-inside: avoid; }
  h2, h3, h4, summary { break-after: avoid; }
  pre, .diff code { white-space: pre-wrap; overflow-wrap: anywhere; }
  .scroll { overflow: visible; }
  table { font-size: 0.8rem; }
  th, td, tbody th, td.note { padding: 0.2rem 0.4rem; min-inline-size: 0; white-space: normal; overflow-wrap: anywhere; }
  svg { min-inline-size: 0; inline-size: 100%; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
